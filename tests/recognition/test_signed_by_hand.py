"""Letters that are signed by hand: what is left free for the pen, and what counts as signed (SIG-1,
SIG-4; product §10, “blank salutation option”)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.actions import preferences
from coalition.domain import DomainError
from coalition.models import JournalEntry
from coalition.typesetting.engine import page_count
from recognition import content, fingerprints
from recognition.actions import by_hand, campaigns, packs, progress, releases, rendering
from recognition.forms.campaigns import CampaignForm
from recognition.models import Campaign, Letter, Mandate
from recognition.typesetting import typeset
from tests import make
from tests.recognition.letters import pictures_in, printed_words, signature, thanks
from tests.recognition.test_typesetting_paper import (
    ABOVE_TEXT,
    AROUND_ADDRESS,
    EDGES,
    READ_AS_ADDRESS,
    _is_white,
    _scanned,
)

TODAY = timezone.localdate
Status = Letter.Status
Ink = Campaign.Ink


def at(postcode="AB1 1AA", **fields):
    return make.contributor(
        address=f"14 Mill Lane\nAldermere\n{postcode}", **{"adult": "yes", **fields}
    )


def letters(*people, ink=Ink.GREETING, **fields):
    chosen = people or (at(), at("LS1 1AA"))
    return make.campaign([make.event(one) for one in chosen], in_ink=ink, **fields)


def typeset_all(campaign):
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign


def packed(campaign, by):
    pack = packs.begin(campaign=typeset_all(campaign), by=by)
    packs.carry_out(pack_id=pack.pk)
    pack.refresh_from_db()
    return pack


def states(campaign):
    return sorted(campaign.letters.values_list("status", flat=True))


def address(name, *args):
    return reverse(f"recognition:{name}", args=args)


# --- On paper ---


@pytest.mark.parametrize("changes", [{"greeting": ""}, {"greeting": "", "closing": ""}])
def test_what_is_left_free_keeps_to_the_printable_areas_and_leaves_room(changes):
    """letters.md §B; and the room is where the words would be."""
    free = typeset(thanks(**changes).unsigned())

    for area in EDGES + AROUND_ADDRESS + READ_AS_ADDRESS + ABOVE_TEXT:
        assert _is_white(_scanned(free)[0], area), area
    said = printed_words(free)
    assert "Dear" not in said
    assert ("Yours sincerely" in said) == ("closing" not in changes)
    assert "You cooked supper every Thursday" in said


def test_the_room_for_the_pen_is_counted_before_the_engine_is_asked():
    """A letter that fills its page moves on to a tighter cut, not over the edge."""
    line = "You cooked supper every Thursday for the families at Mill Lane. " * 3
    for paragraphs in range(6, 16):
        full = thanks(body=(line,) * paragraphs)
        free = thanks(body=(line,) * paragraphs, greeting="", closing="")
        assert page_count(typeset(free)) >= page_count(typeset(full))


pytest_db = pytest.mark.django_db


@pytest_db
@pytest.mark.parametrize(
    ("ink", "greets", "closes"),
    [(Ink.SIGNATURE, True, True), (Ink.GREETING, False, True), (Ink.ALL, False, False)],
)
def test_what_they_write_by_hand_is_not_printed(rosa, ink, greets, closes):
    signatory = make.signatory(signature_image=signature())
    campaign = letters(ink=ink, signatory=signatory, by=rosa, frozen=True)

    says = content.compose(campaign.letters.with_words().order_by("pk")[0])

    assert bool(says.greeting) == greets
    assert bool(says.closing) == closes
    assert [who.image for who in says.signatories] == [None]
    assert pictures_in(typeset(says)) == 0


@pytest_db
def test_what_is_left_free_is_bound_into_the_approval(rosa):
    """CMP-3: another choice takes letters back to draft."""
    campaign = letters(ink=Ink.GREETING, by=rosa, frozen=True)
    was = campaign.content_hash

    campaigns.change_words(campaign=campaign, in_ink=Ink.ALL, by=rosa)
    assert Campaign.objects.get().status == Campaign.Status.DRAFT
    campaign = campaigns.freeze(campaign=campaign, by=rosa)

    assert campaign.content_hash != was
    Campaign.objects.update(in_ink="")
    assert fingerprints.campaign_hash(Campaign.objects.get()) != campaign.content_hash


@pytest_db
def test_they_go_on_paper_and_who_likes_email_alone_gets_none(rosa, settings):
    """Whoever gets none is told to be thanked in another way."""
    settings.POST_CARRIER = ""
    by_post, nowhere, plain = at(), make.contributor(adult="yes"), at(format_need="plain_email")
    email_only = at()
    preferences.choose(owner=email_only, by=None, channels=["email"])

    campaign = letters(by_post, nowhere, plain, email_only, by=rosa, frozen=True)

    assert [letter.channel for letter in campaign.letters.all()] == ["print"]
    reasons = {one.contributor: one.reason for one in campaign.exclusions.all()}
    assert "no postal address" in reasons[nowhere]
    assert "signed by hand, on paper" in reasons[plain]
    assert email_only in reasons


@pytest_db
def test_where_nobody_can_get_one_on_paper_the_reason_is_said(rosa):
    with pytest.raises(DomainError, match="We have no postal address"):
        letters(make.contributor(), by=rosa, frozen=True)


@pytest_db
def test_a_certificate_has_no_greeting_to_be_written(rosa, programme):
    certificate = make.template(programme, by=rosa, kind="certificate", body="((what_they_did))")
    signatory = make.signatory(programme)
    typed = {
        "name": "Hosts",
        "template_version": certificate.pk,
        "signatory": signatory.pk,
        "in_ink": "greeting",
    }

    form = CampaignForm(typed, programmes=[programme.pk])

    assert "no greeting to be written by hand" in str(form.errors["in_ink"])


@pytest_db
def test_proofs_say_in_words_what_is_left_free(as_, rosa):
    campaign = letters(ink=Ink.ALL, by=rosa, frozen=True)

    text = as_(rosa).get(address("campaign_proofs", campaign.pk)).content.decode()

    assert "Room for the greeting, written by hand" in text
    assert "Room for the closing line, written by hand" in text


# --- Signed ---


@pytest_db
def test_the_mandate_for_them_is_for_signing_by_hand(programme, rosa):
    minister = make.signatory(programme, style="Ada Obi", thanker="minister")
    campaign = letters(signatory=minister, by=rosa, asked=True)

    assert make.mandate(campaign).mode == Mandate.Mode.HAND
    other = make.campaign([make.event(at())], signatory=minister, by=rosa, asked=True)
    assert make.mandate(other).mode == Mandate.Mode.BATCH


@pytest_db
def test_nothing_counts_as_sent_before_it_is_signed(rosa):
    """SIG-1: printed, signed, posted; each signature is on record."""
    campaign = letters(by=rosa, released=True)
    pack = packed(campaign, rosa)

    with pytest.raises(DomainError, match="not signed yet"):
        packs.hand_over(pack=pack, on=TODAY(), by=rosa)
    assert states(campaign) == [Status.PRINTING] * 2
    assert packs.sign(pack=pack, by=rosa) == 2
    assert states(campaign) == [Status.PRINTING] * 2
    assert packs.hand_over(pack=pack, on=TODAY(), by=rosa) == 2

    assert states(campaign) == [Status.SENT] * 2
    entries = JournalEntry.objects.of_kinds([by_hand.LETTER_SIGNED])
    assert {(one.by, one.facts["signatory"]) for one in entries} == {(rosa, campaign.signatory_id)}
    assert entries.count() == 2


@pytest_db
def test_what_was_not_signed_is_held_and_the_rest_goes(as_, rosa):
    campaign = letters(at(), at("LS1 1AA"), at("LS1 1AB"), by=rosa, released=True)
    pack = packed(campaign, rosa)
    unsigned = pack.packed.order_by("position")[1].letter

    assert packs.sign(pack=pack, not_signed=[unsigned.ref], by=rosa) == 2
    page = as_(rosa).get(address("pack_hand_over", pack.pk)).text
    assert "Then 2 letters count as sent" in " ".join(page.split())
    packs.hand_over(pack=pack, on=TODAY(), by=rosa)

    unsigned.refresh_from_db()
    assert (unsigned.status, unsigned.stopped_by) == (Status.HELD, "G6")
    assert "did not sign" in unsigned.problem
    progress.retry(campaign=campaign, letters=Letter.objects.filter(pk=unsigned.pk), by=rosa)
    again = packed(campaign, rosa)
    assert [one.letter for one in again.packed.all()] == [unsigned]


@pytest_db
def test_signed_by_hand_no_more_are_sent_than_mandated(programme, rosa):
    """SIG-4: a place is taken before the paper is printed."""
    minister = make.signatory(programme, style="Ada Obi", thanker="minister")
    campaign = letters(signatory=minister, by=rosa, approved=True)
    mandate = make.mandate(campaign, count=1)
    releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    pack = packed(campaign, rosa)

    assert states(campaign) == [Status.HELD, Status.PRINTING]
    packs.sign(pack=pack, by=rosa)
    mandate.refresh_from_db()
    assert mandate.used == 1
    entry = JournalEntry.objects.of_kinds([by_hand.LETTER_SIGNED]).get()
    assert entry.facts["mandates"] == [mandate.pk]


@pytest_db
def test_signing_is_said_once_and_of_letters_that_wait_for_it(rosa):
    pack = packed(letters(by=rosa, released=True), rosa)

    with pytest.raises(DomainError, match="LT-2222-2222 does not wait"):
        packs.sign(pack=pack, not_signed=["LT-2222-2222"], by=rosa)
    packs.sign(pack=pack, by=rosa)
    with pytest.raises(DomainError, match="already that these letters are signed"):
        packs.sign(pack=pack, by=rosa)


@pytest_db
def test_nobody_signs_what_has_its_signature_printed(rosa, settings):
    settings.POST_CARRIER = "print"
    campaign = make.campaign([make.event(at(email=""))], by=rosa, released=True)
    pack = packed(campaign, rosa)

    with pytest.raises(DomainError, match="the signature is printed"):
        packs.sign(pack=pack, by=rosa)


@pytest_db
def test_taken_back_they_are_signed_anew(rosa):
    """The paper is destroyed, and the signature with it."""
    campaign = letters(by=rosa, released=True)
    pack = packed(campaign, rosa)
    packs.sign(pack=pack, by=rosa)

    packs.take_back(pack=pack, by=rosa)

    assert not campaign.letters.exclude(signed_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_that_it_is_signed_one_is_told(rosa):
    pack = packed(letters(by=rosa, released=True), rosa)

    def other():
        try:
            return packs.sign(pack=pack, by=rosa)
        except DomainError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert packs.sign(pack=pack, by=rosa) == 2
            waiting = pool.submit(other)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert "already" in waiting.result(10)


@pytest_db
def test_the_greetings_to_write_come_with_the_pack(as_, rosa):
    campaign = letters(at(salutation="Mrs Obi"), at("LS1 1AA"), by=rosa, released=True)
    pack = packed(campaign, rosa)

    listed = as_(rosa).get(address("pack_file", pack.pk, pack.greetings_name))

    text = listed.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Place,Reference,Name,Greeting"
    assert "Dear Mrs Obi," in text


@pytest_db
def test_from_the_pack_to_the_post_on_its_page(as_, rosa):
    campaign = letters(at(), at("LS1 1AA"), by=rosa, released=True)
    pack = packed(campaign, rosa)
    client, page = as_(rosa), pack.get_absolute_url()
    unsigned = pack.packed.order_by("position")[0].letter

    assert "Nothing counts as sent" in client.get(page).content.decode()
    again = client.post(address("pack_sign", pack.pk), {"not_signed": "the second one"})
    assert (again.status_code, "is not the reference" in again.content.decode()) == (422, True)
    client.post(address("pack_sign", pack.pk), {"not_signed": unsigned.ref.lower()})
    text = client.get(page).content.decode()
    assert "They were posted" in text
    day = {"on_day": TODAY().day, "on_month": TODAY().month, "on_year": TODAY().year}
    client.post(address("pack_hand_over", pack.pk), day)

    assert states(campaign) == [Status.HELD, Status.SENT]


# --- One by one ---


def to_give(rosa, ink=Ink.GREETING):
    """Typeset, for somebody who is thanked in person only."""
    person = make.contributor(email="")
    preferences.choose(owner=person, by=None, channels=["in_person"])
    return typeset_all(letters(person, ink=ink, by=rosa, released=True)).letters.get()


@pytest_db
def test_one_that_is_given_by_hand_is_signed_first(rosa):
    letter = to_give(rosa)
    with pytest.raises(DomainError, match="not with a person, to be signed"):
        by_hand.sign(letter=letter, by=rosa)
    by_hand.carry_out(letter=letter)

    with pytest.raises(DomainError, match="not signed yet"):
        by_hand.give(letter=letter, by=rosa)
    by_hand.sign(letter=letter, by=rosa)
    with pytest.raises(DomainError, match="already that it is signed"):
        by_hand.sign(letter=letter, by=rosa)
    by_hand.give(letter=letter, by=rosa)

    letter.refresh_from_db()
    assert letter.status == Status.SENT
    assert JournalEntry.objects.of_kinds([by_hand.LETTER_SIGNED]).count() == 1


@pytest_db
def test_put_back_it_is_signed_anew(rosa):
    letter = to_give(rosa)
    by_hand.carry_out(letter=letter)
    by_hand.sign(letter=letter, by=rosa)

    by_hand.put_back(letter=letter, by=rosa)

    letter.refresh_from_db()
    assert letter.signed_at is None


@pytest_db
def test_one_with_a_printed_signature_is_not_signed(rosa):
    letter = to_give(rosa, ink="")
    by_hand.carry_out(letter=letter)

    with pytest.raises(DomainError, match="the signature is printed"):
        by_hand.sign(letter=letter, by=rosa)


@pytest_db
def test_its_page_leads_from_the_desk_to_the_person(as_, rosa):
    letter = to_give(rosa)
    client, page = as_(rosa), letter.get_absolute_url()
    client.post(address("letter_take", letter.pk))
    assert "Is it signed?" in client.get(page).content.decode()

    client.post(address("letter_sign", letter.pk))
    assert "Was it posted, or given?" in client.get(page).content.decode()
    client.post(address("letter_give", letter.pk))

    letter.refresh_from_db()
    assert letter.status == Status.SENT


@pytest_db
def test_the_page_says_how_it_truly_goes(as_, rosa, settings):
    """No print house has what is signed with a pen."""
    settings.POST_CARRIER = "print"
    by_hand_, printed = letters(by=rosa, released=True), letters(ink="", by=rosa, released=True)
    printed.letters.update(channel="print")
    packed(by_hand_, rosa)

    signed, usual = (
        as_(rosa).get(one.letters.order_by("pk")[0].get_absolute_url()).text
        for one in (by_hand_, printed)
    )

    assert signed.count("By post, signed by hand") == 2  # the facts, and the hand-over
    assert "print house" not in signed
    assert "By post, through a print house" in usual
