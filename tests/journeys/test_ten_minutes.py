"""The main job, end to end: charities brought in (those without a name stay out), an offer
answered, a forum with a scope that a member acknowledged, and a letter of thanks, approved by a
second person, in the recipient's mail.

Where the shared data is beside the project, the charities are its 4,522; elsewhere a few invented.
"""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
from django.utils import timezone

from coalition.models import Offer, Organisation
from tests.journeys.conftest import link_in, mail_to, shared_data, work

CHARITIES = shared_data("organisations/charities_ukcat.csv")
SECTOR = "Which sector are new organisations in, where the file does not say?"
INVENTED = """org_id,name,postcode
GB-CHC-9900011,Harbour Street Breakfast Club,AL1 2AB
GB-CHC-9900012,Friends of the Slow Bus,AL1 4TY
GB-CHC-9900013,,AL2 1AA
GB-CHC-9900014,,AL2 1AB
GB-CHC-9900015,The Borrowed Ladder,AL3 5QX
"""


def in_months(number: int) -> str:
    day = timezone.localdate() + timedelta(days=30 * number)
    return f"{day.day}/{day.month}/{day.year}"


def test_the_ten_minute_story(somebody, tmp_path):
    lena = somebody()
    lena.sign_in("lena@aldermere.example")

    charities_are_brought_in(lena, tmp_path)
    ref = an_offer_is_received(somebody())
    it_is_answered_accepted_and_completed(lena, ref)
    a_forum_is_opened_with_a_scope(lena, somebody())
    a_letter_is_prepared_approved_and_delivered(somebody(), somebody())


def charities_are_brought_in(lena, folder):
    file, ready, unnamed = charities(folder)
    before = Organisation.objects.count()
    lena.open("/organisations/")
    lena.follow("Bring in a spreadsheet")
    lena.page.get_by_label("Your file").set_input_files(file)
    lena.click("Upload and match columns")
    lena.pick(SECTOR, "Voluntary and community")
    lena.click("Check the rows")
    work()
    lena.page.reload()
    lena.sees(f"{unnamed} rows of {file.name} need correcting; {ready:,} are ready.")
    lena.click(f"Import {ready:,} organisations")
    work()
    assert Organisation.objects.count() == before + ready


def charities(folder: Path) -> tuple[Path, int, int]:
    """A file, how many of its rows are ready, and how many have no name."""
    if CHARITIES.exists():
        return CHARITIES, 4516, 6
    invented = folder / "charities.csv"
    invented.write_text(INVENTED)
    return invented, 3, 2


def an_offer_is_received(maya) -> str:
    maya.open("/offers/new/")
    maya.pick("What kind of help is it?", "Space or venue")
    maya.write("What are you offering?", "A hall for forty people, step-free, on Thursdays")
    maya.write("Your name", "Maya Lindqvist")
    maya.write("Your email address", "maya@example.org")
    maya.click("Send my offer")
    offer = Offer.objects.get(contributor__email="maya@example.org")
    maya.sees(offer.ref)
    work()
    receipt = mail_to("maya@example.org", offer.ref)
    assert "automatic message" in receipt.body
    maya.open(link_in(receipt, "/offers/"))
    maya.sees("A hall for forty people")
    return offer.ref


def it_is_answered_accepted_and_completed(lena, ref):
    lena.open(f"/offers/{ref}/")
    lena.follow("I have called")
    lena.click("Record the answer")
    lena.choose("Accept it")
    lena.click("Continue")
    lena.write("What happens next?", "Pat meets you at the hall on Thursday at nine.")
    lena.click("Accept and tell them")
    lena.choose("Complete it")
    lena.click("Continue")
    lena.fill(
        lena.page.locator("main form textarea").first,
        "forty people cooked and ate together on their first Thursday in Aldermere.",
    )
    lena.click("Complete the offer")
    lena.sees("Thanks are owed now")


def a_forum_is_opened_with_a_scope(lena, nadia):
    lena.open("/forums/new/")
    lena.write("Name of the forum", "Coming home from hospital")
    lena.choose("Delivery")
    lena.write("Purpose, in one line", "Everyone who leaves hospital knows whom to ring.")
    lena.write("Convening organisation", "Aldermere City Council")
    lena.date("When does it end?", in_months(10))
    lena.write("People who must be there", "1")
    lena.write("Sectors that must be there", "1")
    lena.click("Open the forum")
    forum = lena.page.url.removesuffix("seats/")
    lena.follow("Add the chair’s seat")
    lena.write("What is this seat called?", "Chair")
    lena.click("Add the seat")
    lena.open(forum)
    lena.click("Open it to new members")
    the_chair_is_asked_and_comes(lena, nadia)
    the_scope_is_drafted_by_one_and_approved_by_another(lena, nadia, forum)
    nadia.open(f"{forum}topics/")
    nadia.sees("This does not mean that I or my organisation agree with wider policy.")
    nadia.click("I have read this and will work within it")
    nadia.sees("is open to you")
    lena.open(forum)
    lena.click("Make it active")
    nadia.open(f"{forum}topics/new/")
    nadia.sees("Hospital funding → The integrated care board’s finance committee")


def the_chair_is_asked_and_comes(lena, nadia):
    lena.follow("Ask someone")
    lena.write("Their name", "Nadia Rahman")
    lena.write("Their email address", "nadia@example.org")
    lena.write("Why you ask them", "You have brought three hundred people home, and you listen.")
    lena.write("Time it takes", "about 2 hours a month")
    lena.write("Expenses and payment", "Travel, at cost")
    lena.click("Send the invitation")
    work()
    nadia.open(link_in(mail_to("nadia@example.org"), "/forums/invitations/"))
    nadia.click("Take the seat")
    nadia.write("Your name", "Nadia Rahman")
    nadia.write("Password", "quiet harbour lights 9")
    nadia.click("Create the account")
    work()
    nadia.open(link_in(mail_to("nadia@example.org", "Confirm"), "/accounts/confirm-email/"))
    nadia.click("Yes, this address is mine")
    nadia.sign_in("nadia@example.org", "quiet harbour lights 9")
    nadia.follow("Answer Lena Hartley’s invitation")
    nadia.click("Take the seat")
    nadia.sees("You have the seat of Chair.")


def the_scope_is_drafted_by_one_and_approved_by_another(lena, nadia, forum):
    nadia.open(f"{forum}scope/draft/")
    nadia.write(
        "To read aloud",
        "We meet to make coming home from hospital work, week by week. We do not settle wider"
        " policy on hospital funding. Members differ on that, and are free to.",
    )
    nadia.write("In scope, 1", "The first fourteen days at home")
    nadia.write("Not here, 1", "Hospital funding")
    nadia.write("Where it goes", "The integrated care board’s finance committee")
    nadia.write("On differences", "Some members disagree on how hospitals are paid. That is known.")
    nadia.date("When will you look at it again?", in_months(3))
    nadia.click("Save the draft")
    nadia.click("Send it for approval")
    lena.open("/")
    lena.follow("Approve the scope of Coming home from hospital")
    lena.click("Approve this scope")
    lena.sees("Version 1.0 is in force")


def a_letter_is_prepared_approved_and_delivered(rosa, amir):
    work()
    rosa.sign_in("rosa@aldermere.example")
    rosa.open("/thanks/?q=Maya")
    rosa.press(rosa.page.locator("#results").get_by_role("link", name="Thank").first)
    rosa.pick("Words", "Official letter of thanks, version 1 (English)")
    rosa.pick("Signed by", "Eleanor Whitcombe, Director of Public Health")
    rosa.click("Make the letter")
    rosa.sees("Open the PDF")
    rosa.click("Ask for approval")
    amir.sign_in("amir@aldermere.example")
    amir.follow("Maya Lindqvist")
    amir.click("Approve this letter")
    rosa.open(rosa.page.url)
    rosa.follow("Send 1 letter")
    rosa.click("Send 1 letter")
    work()
    rosa.open(rosa.page.url)
    rosa.sees("1 of 1 letter sent")
    the_letter_is_readable()


def the_letter_is_readable():
    letter = mail_to("maya@example.org", "A letter of thanks")
    [pdf] = [part for part in letter.attachments if part.mimetype == "application/pdf"]
    for text in (letter.body, text_of(pdf.content)):
        assert "Dear Maya Lindqvist," in text
        assert "forty people cooked and ate together" in " ".join(text.split())


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return "".join(page.get_textpage().get_text_range() for page in document)
