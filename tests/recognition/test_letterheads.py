"""Letterheads: in whose name, by whom and for how long (LHD-1), and what G12 stops."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from coalition.domain import DomainError
from coalition.models import JournalEntry, Organisation
from recognition import content, fingerprints, gates, proofs, submissions
from recognition.actions import approvals, campaigns, dispatch, letterheads, releases, rendering
from recognition.demo import draw_letterhead
from recognition.models import Campaign, Letterhead
from recognition.pictures import has_colours
from recognition.typesetting.submission import typeset
from tests import make
from tests.recognition.letters import pictures_in, printed_words

TODAY = timezone.localdate
DAY = timedelta(days=1)
COUNCIL = "Aldermere City Council"
pytestmark = pytest.mark.django_db


@pytest.fixture
def going(programme, rosa, amir):
    """Released under a letterhead, and typeset."""
    head = make.letterhead(programme)
    campaign = make.campaign(by=rosa, approver=amir, released=True, letterhead=head)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign


def dispatched(campaign):
    dispatch.send_chunk(campaign_id=campaign.pk)
    return campaign.letters.get()


def changed(head, **fields):
    Letterhead.objects.filter(pk=head.pk).update(**fields)


def picture(colour="black", size=(1100, 200), format="PNG"):
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((10, 10, size[0] - 10, size[1] - 10), outline=colour, width=6)
    file = BytesIO()
    image.save(file, format)
    return file.getvalue()


def typed(body, **changes):
    day = {"valid_from_day": "1", "valid_from_month": "9", "valid_from_year": "2025"}
    fields = {"name": "Council", "issuing_body": body.pk, "says": COUNCIL, **day, **changes}
    artwork = SimpleUploadedFile("letterhead.png", picture(), content_type="image/png")
    return {"artwork": artwork, **fields}


def test_lhd_1_a_letter_is_printed_under_it_and_its_words_are_read_out(going):
    letter = going.letters.with_words().get()

    says = content.compose(letter)

    assert says.letterhead.says == COUNCIL
    assert pictures_in(proofs.typeset(says)) == 1
    assert dispatched(going).status == "sent"


def test_letters_without_one_look_and_count_as_before(programme, rosa):
    """What was approved before there were letterheads still is: its fingerprint names none."""
    letter = make.campaign(by=rosa, frozen=True).letters.with_words().get()
    says = content.compose(letter)

    assert says.letterhead is None
    assert pictures_in(proofs.typeset(says)) == 0
    assert len(says.fingerprint()) == 64
    assert says.fingerprint() == letter.content_hash


def test_lhd_1_it_is_part_of_what_is_approved(going, programme):
    was = fingerprints.campaign_hash(going)
    said = content.compose(going.letters.with_words().get()).fingerprint()

    changed(going.letterhead, artwork=draw_letterhead("Another council"))

    now = Campaign.objects.get(pk=going.pk)
    assert fingerprints.campaign_hash(now) != was
    assert content.compose(now.letters.with_words().get()).fingerprint() != said
    letter = dispatched(going)
    assert (letter.status, letter.stopped_by) == ("held", "G8")


@pytest.mark.parametrize(
    "sector", ["VC", "SE", "FA", "DI", "LX", "BU", "HO", "ED", "FU", "TU", "IN", "IO", "IV"]
)
def test_lhd_1_no_partner_is_ever_the_issuer(programme, sector):
    partner = make.organisation(sector=sector)

    with pytest.raises(DomainError, match="never issued in a partner’s name"):
        make.letterhead(programme, issuing_body=partner)
    with pytest.raises(DomainError, match="never issued in a partner’s name"):
        make.letterhead(programme, permitted_bodies=[partner])
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize(
    ("sector", "may"), [("CG", True), ("DA", True), ("LG", False), ("NHS", False), ("PS", False)]
)
def test_lhd_1_the_royal_arms_are_for_government_departments(programme, sector, may):
    body = make.organisation(sector=sector)

    if may:
        made = make.letterhead(programme, issuing_body=body, uses_royal_arms=True)
        assert made.uses_royal_arms
    else:
        with pytest.raises(DomainError, match="only those bear the Royal Arms"):
            make.letterhead(programme, issuing_body=body, uses_royal_arms=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"valid_to": TODAY() - DAY}, "was valid until"),
        ({"valid_from": TODAY() + DAY}, "is valid from"),
        ({"withdrawn_at": timezone.now()}, "was withdrawn"),
    ],
)
def test_g12_nothing_goes_under_a_letterhead_that_is_not_valid(going, rosa, change, said):
    by = {"withdrawn_by": rosa} if "withdrawn_at" in change else {}
    changed(going.letterhead, **change, **by)

    letter = dispatched(going)

    assert said in letter.gates["G12"]
    assert letter.status == "held"


def test_g12_withdrawn_while_letters_are_on_their_way(going, rosa):
    """The words are as approved, so it is this gate that stops them, and it is counted."""
    letterheads.withdraw(letterhead=going.letterhead, by=rosa)

    letter = dispatched(going)

    assert (letter.status, letter.stopped_by) == ("held", "G12")
    assert "was withdrawn" in letter.problem
    entry = JournalEntry.objects.about(letter).get()
    assert (entry.kind, entry.facts) == (dispatch.LETTER_HELD, {"gate": "G12"})


def test_g12_its_body_is_no_public_body_any_more(going):
    Organisation.objects.filter(pk=going.letterhead.issuing_body_id).update(sector="VC")

    assert dispatched(going).stopped_by == "G12"


def test_g12_who_signs_writes_for_a_body_that_may_use_it(programme, rosa):
    head = make.letterhead(programme)
    stranger = make.signatory(programme, body="Aldermere NHS Trust")
    campaign = make.campaign(by=rosa, letterhead=head, signatory=stranger)

    with pytest.raises(DomainError, match="Aldermere NHS Trust may not write under"):
        campaigns.freeze(campaign=campaign, by=rosa)
    trust = make.organisation("Aldermere NHS Trust", sector="NHS")
    head.permitted_bodies.add(trust)
    assert campaigns.freeze(campaign=Campaign.objects.get(), by=rosa).frozen_at

    Organisation.objects.filter(pk=trust.pk).update(sector="VC")
    letter = campaign.letters.with_words().get()
    assert "may not write" in gates.evaluate(letter, gates.facts_about(letter)).results["G12"]


def test_nothing_is_approved_or_released_under_one_that_is_over(programme, rosa, amir):
    head = make.letterhead(programme, valid_to=TODAY())
    fixed = make.campaign(by=rosa, frozen=True, letterhead=head)
    asked = make.campaign(by=rosa, asked=True, letterhead=head)
    approved = make.campaign(by=rosa, approver=amir, approved=True, letterhead=head)
    tomorrow = TODAY() + DAY

    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(timezone, "localdate", lambda *_: tomorrow)
        for refused in (
            lambda: approvals.ask(campaign=fixed, seen=fixed.fingerprint, by=rosa),
            lambda: approvals.approve(campaign=asked, seen=asked.fingerprint, by=amir),
            lambda: releases.release(campaign=approved, seen=approved.fingerprint, by=rosa),
        ):
            with pytest.raises(DomainError, match="was valid until"):
                refused()


@pytest.mark.parametrize(
    "change", [{"says": "The Council"}, {"valid_to": TODAY() + DAY}, {"artwork": picture()}]
)
def test_a_change_takes_what_was_fixed_under_it_back_to_draft(rosa, amir, programme, change):
    """CMP-3."""
    head = make.letterhead(programme)
    campaign = make.campaign(by=rosa, approver=amir, approved=True, letterhead=head)

    letterheads.change(letterhead=head, permitted_bodies=[], by=rosa, **change)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.DRAFT
    assert f"The letterhead ‘{head}’ was changed" in campaign.approvals.get().void_reason


def test_who_else_may_use_it_changes_no_letter(rosa, programme):
    head = make.letterhead(programme)
    campaign = make.campaign(by=rosa, frozen=True, letterhead=head)
    trust = make.organisation("Aldermere NHS Trust", sector="NHS")

    letterheads.change(letterhead=head, permitted_bodies=[trust], name="Ours", by=rosa)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.AUDIENCE_FROZEN
    entry = JournalEntry.objects.get(kind=letterheads.LETTERHEAD_CHANGED)
    assert entry.facts == {"changed": ["name", "permitted_bodies"]}


def test_saving_what_stands_changes_nothing(rosa, programme):
    head = make.letterhead(programme)

    letterheads.change(letterhead=head, permitted_bodies=[], artwork=bytes(head.artwork), by=rosa)

    assert not JournalEntry.objects.filter(kind=letterheads.LETTERHEAD_CHANGED).exists()


def test_what_was_withdrawn_stays_so(rosa, programme):
    head = make.letterhead(programme)
    campaign = make.campaign(by=rosa, frozen=True, letterhead=head)

    letterheads.withdraw(letterhead=head, by=rosa)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.DRAFT
    with pytest.raises(DomainError, match="was withdrawn"):
        letterheads.withdraw(letterhead=head, by=rosa)
    with pytest.raises(DomainError, match="was withdrawn"):
        letterheads.change(letterhead=head, permitted_bodies=[], says="Ours", by=rosa)
    with pytest.raises(DomainError, match="was withdrawn"):
        campaigns.freeze(campaign=campaign, by=rosa)


def test_a_letterhead_of_another_programme_is_refused(rosa, programme):
    other = make.programme("Winter shelter")

    with pytest.raises(DomainError, match="must belong to"):
        make.campaign(by=rosa, programme=programme, letterhead=make.letterhead(other))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_to": TODAY() - 400 * DAY}, "letterhead_ends_after_it_begins"),
        ({"says": ""}, "letterhead_has_a_name_and_words"),
        ({"withdrawn_at": timezone.now()}, "letterhead_withdrawn_by_somebody"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(programme, fields, constraint):
    head = make.letterhead(programme)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        changed(head, **fields)


def test_two_of_a_name_are_refused_in_words(programme):
    head = make.letterhead(programme, name="Ours")

    with pytest.raises(DomainError, match="of this name already"):
        make.letterhead(programme, name="Ours", issuing_body=head.issuing_body)


def test_a_letterhead_is_added_chosen_and_seen(as_, rosa, programme):
    council = make.organisation(COUNCIL, sector="LG")
    make.organisation("The Kitchen", sector="VC")
    client = as_(rosa)

    empty = client.get(reverse("recognition:letterhead_new")).text
    page = client.post(reverse("recognition:letterhead_new"), typed(council), follow=True).text

    head = Letterhead.objects.get()
    assert "The Kitchen" not in empty
    assert "In greys" in page
    art = client.get(reverse("recognition:letterhead_artwork", args=[head.pk]))
    assert art.content == bytes(head.artwork)
    make.signatory(programme)
    make.template(programme)
    assert str(head) in client.get(reverse("recognition:campaign_new")).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"artwork": ""}, "Choose a picture"),
        ({"uses_royal_arms": "on"}, "only those bear the Royal Arms"),
        ({"says": " "}, "Write what the picture says"),
        ({"valid_to_day": "1", "valid_to_month": "1", "valid_to_year": "2020"}, "cannot come"),
        ({"artwork": SimpleUploadedFile("x.png", picture(size=(90, 40)))}, "too small to print"),
        ({"artwork": SimpleUploadedFile("x.svg", b"<svg/>")}, "not a picture that we can read"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(as_, rosa, programme, changes, said):
    """The bad inputs of story 8: wrong letterhead."""
    council = make.organisation(COUNCIL, sector="LG")

    response = as_(rosa).post(reverse("recognition:letterhead_new"), typed(council, **changes))

    assert response.status_code == 422
    assert said in response.text


def test_a_campaign_refuses_a_letterhead_that_its_signatory_may_not_use(as_, rosa, programme):
    head = make.letterhead(programme)
    other = make.signatory(programme, body="Aldermere NHS Trust")
    words = make.template(programme)

    response = as_(rosa).post(
        reverse("recognition:campaign_new"),
        {
            "name": "Letters",
            "template_version": words.pk,
            "signatory": other.pk,
            "letterhead": head.pk,
        },
    )

    assert response.status_code == 422
    assert "Aldermere NHS Trust may not write under the letterhead" in response.text


def test_withdrawing_asks_first(as_, rosa, programme):
    head = make.letterhead(programme)
    campaign = make.campaign(by=rosa, frozen=True, letterhead=head)
    url = reverse("recognition:letterhead_withdraw", args=[head.pk])

    page = as_(rosa).get(url).text
    head.refresh_from_db()
    assert campaign.name in page
    assert not head.withdrawn_at

    as_(rosa).post(url)
    head.refresh_from_db()
    assert head.withdrawn_by == rosa


def test_colours_are_told_from_greys():
    assert has_colours(picture(colour="#1d70b8"))
    assert not has_colours(picture(colour="#555555"))


def test_letterheads_take_the_same_queries_however_many(as_, rosa, programme):
    council = make.organisation(COUNCIL, sector="LG")
    trust = make.organisation("Aldermere NHS Trust", sector="NHS")
    client, url = as_(rosa), reverse("recognition:letterhead_list")

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    make.letterhead(programme, issuing_body=council, permitted_bodies=[trust])
    few = queries()
    for _ in range(9):
        make.letterhead(programme, issuing_body=council, permitted_bodies=[trust])
    assert queries() == few


def test_org_2_a_merged_body_hands_its_letterheads_on(programme, lena):
    head = make.letterhead(programme)
    trust = make.organisation("Aldermere NHS Trust", sector="NHS")
    head.permitted_bodies.add(trust)
    keep = make.organisation("Greater Aldermere Council", sector="LG")

    make.merge(keep, head.issuing_body, by=lena)
    make.merge(keep, trust, by=lena)

    head.refresh_from_db()
    assert head.issuing_body == keep
    assert list(head.permitted_bodies.all()) == [keep]


def test_the_steps_say_under_what_and_who_was_left_out(as_, rosa, programme):
    head = make.letterhead(programme, name="Council, in greys")
    died = make.event(make.contributor(deceased_on=TODAY()), programme=programme)
    events = [make.event(programme=programme), died]
    campaign = make.campaign(events, by=rosa, frozen=True, letterhead=head)

    page = as_(rosa).get(campaign.get_absolute_url()).text

    assert "under ‘Council, in greys’" in page
    assert "1 letter; 1 left out, each with a reason" in page


def test_the_private_office_reads_of_it_on_its_paper(programme, rosa):
    head = make.letterhead(programme, name="Council, in greys")
    campaign = make.campaign(by=rosa, frozen=True, letterhead=head)

    pdf = typeset(submissions.of(campaign))

    assert pictures_in(pdf) == 1
    assert "Council, in greys, of Aldermere City Council" in printed_words(pdf)
