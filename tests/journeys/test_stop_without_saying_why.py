"""Story 13: somebody asks a person to keep quiet about it and to stop everything. It stops at
once, others read only whom to speak to, and nothing goes by itself when it is over."""

from coalition.actions import mail
from coalition.models import Contributor, Hold, Mail
from tests.journeys.conftest import work


def test_stop_without_saying_why(somebody):
    maya = Contributor.objects.get(letter_name="Jo Park")
    waiting = mail.queue(kind="news", to=maya.email, subject="News", body="Words", concerns=maya)

    sam = somebody()
    sam.sign_in("sam@aldermere.example")
    a_reason_is_refused_and_the_hold_is_placed(sam, maya)
    nothing_goes(waiting)
    others_read_only_whom_to_speak_to(somebody(), maya)
    it_is_lifted_and_still_nothing_goes(sam, waiting)


def a_reason_is_refused_and_the_hold_is_placed(sam, maya):
    sam.open(maya.get_absolute_url())
    sam.follow("Put on hold")
    sam.choose("All contact")
    sam.write("Case number elsewhere, if there is one", "trouble at home")
    sam.click("Put on hold now")
    sam.sees("A reason may not stand anywhere on this site.")
    sam.write("Case number elsewhere, if there is one", "SG-0311")
    sam.click("Put on hold now")
    sam.sees("On hold from now on.")
    stopped = Mail.objects.filter(concerns=maya, status=Mail.Status.FAILED).count()
    sam.sees("1 email cancelled" if stopped == 1 else f"{stopped} emails cancelled")
    assert Hold.objects.get(contributor=maya).external_ref == "SG-0311"


def nothing_goes(waiting):
    work()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.cause) == (Mail.Status.FAILED, Mail.NOT_TO_THEM)


def others_read_only_whom_to_speak_to(rosa, maya):
    rosa.sign_in("rosa@aldermere.example")
    rosa.open(maya.get_absolute_url())
    rosa.sees("On hold: speak to the safeguarding lead.")
    assert "SG-0311" not in rosa.page.content()


def it_is_lifted_and_still_nothing_goes(sam, waiting):
    sam.follow("Lift the hold")
    sam.sees("Nothing goes by itself.")
    sam.click("Lift the hold")
    sam.sees("The hold is lifted.")
    work()
    waiting.refresh_from_db()
    assert waiting.status == Mail.Status.FAILED
