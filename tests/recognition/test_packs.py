"""Letters for a print house: in post order, once, and by a person's word (DLV-1, DLV-4; letters.md
A7)."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry
from recognition import packing, sheets, store
from recognition.actions import packs, rendering
from recognition.models import (
    ContributionEvent,
    DeliveryAttempt,
    Letter,
    PackedLetter,
    PrintPack,
)
from recognition.pack_panels import sheets_to_take_out
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
Status = Letter.Status


@pytest.fixture(autouse=True)
def printed(settings):
    settings.POST_CARRIER = "print"


def at(postcode, *, line="14 Mill Lane"):
    return make.contributor(email="", address=f"{line}\nAldermere\n{postcode}")


def campaign_for(*people):
    """Typeset, and ready for the print house."""
    made = make.campaign([make.event(person) for person in people], released=True)
    rendering.typeset_chunk(campaign_id=made.pk)
    return made


@pytest.fixture
def campaign(programme):
    return campaign_for(at("LS1 1AA"), at("AB1 1AA"), at("LS1 1AB"))


def packed(campaign, by):
    pack = packs.begin(campaign=campaign, by=by)
    packs.carry_out(pack_id=pack.pk)
    pack.refresh_from_db()
    return pack


def states(campaign):
    return set(campaign.letters.values_list("status", flat=True))


def refs(pack):
    return list(pack.packed.order_by("position").values_list("letter__ref", flat=True))


# --- Making ---


def test_a_pack_is_in_post_order_and_its_letters_are_with_the_printer(campaign, rosa):
    pack = packed(campaign, rosa)

    order = pack.packed.order_by("position").values_list("postcode", flat=True)
    assert list(order) == ["AB1 1AA", "LS1 1AA", "LS1 1AB"]
    assert states(campaign) == {Status.PRINTING}
    assert DeliveryAttempt.objects.filter(provider="print-house", state="accepted").count() == 3


def test_the_file_is_the_letters_page_by_page(campaign, rosa):
    pack = packed(campaign, rosa)

    (file,) = pack.files.all()
    body = store.get(file.digest)
    assert hashlib.sha256(body).hexdigest() == file.digest
    with pikepdf.open(io.BytesIO(body)) as pdf:
        assert len(pdf.pages) == file.pages == 3


def test_a_file_says_whether_anything_in_it_is_in_colour(campaign, rosa):
    """The sender's name is; an empty page is not."""
    assert not packed(campaign, rosa).files.get().is_grey

    out = io.BytesIO()
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(out)
    assert packing.is_grey(out.getvalue())


def test_the_manifest_says_where_each_letter_stands_and_no_name(campaign, rosa):
    pack = packed(campaign, rosa)

    placed = pack.packed.select_related("letter").order_by("position")
    text = packing.manifest(list(pack.files.all()), placed).decode("utf-8-sig")

    lines = text.splitlines()
    assert lines[0] == "File,Place,First page,Pages,Reference,Envelope,In it,Postcode"
    name = pack.files.get().name
    assert lines[2] == f"{name},2,2,1,{refs(pack)[1]},2,1,LS1 1AA"
    assert not any(letter.letter_name in text for letter in campaign.letters.all())


def test_one_household_is_one_envelope(programme, rosa):
    one, two = at("LS1 1AA"), at("LS1 1AA")
    other = at("LS1 1AA")
    make.household(one, two)
    campaign = campaign_for(one, other, two)

    pack = packed(campaign, rosa)

    envelopes = dict(pack.packed.values_list("letter__contributor", "envelope"))
    assert envelopes[one.pk] == envelopes[two.pk] != envelopes[other.pk]


def test_a_file_holds_fifty_and_splits_no_envelope(programme, monkeypatch, rosa):
    monkeypatch.setattr(packing, "FILE_LETTERS", 3)
    alone, one, two, last = at("AB1 1AA"), at("LS1 1AA"), at("LS1 1AA"), at("LS1 1AB")
    before = at("AB1 1AB")
    make.household(one, two)
    campaign = campaign_for(alone, before, one, two, last)

    pack = packed(campaign, rosa)

    files = pack.packed.order_by("position").values_list("file", flat=True)
    assert list(files) == [1, 1, 2, 2, 2]
    assert [file.letters for file in pack.files.order_by("number")] == [2, 3]


def test_the_same_letters_make_the_same_bytes(campaign):
    pdfs = [store.get(letter.pdf_hash) for letter in campaign.letters.order_by("pk")]

    assert packing.merge(pdfs) == packing.merge(pdfs)


def test_a_gate_keeps_a_letter_out_of_the_pack(campaign, rosa):
    letter = campaign.letters.order_by("pk")[0]
    Contributor.objects.filter(pk=letter.contributor_id).update(deceased_on=TODAY())

    pack = packed(campaign, rosa)

    letter.refresh_from_db()
    assert letter.status == Status.CANCELLED
    assert pack.packed.count() == 2


def test_dlv_1_a_worker_that_died_half_way_loses_and_doubles_nothing(campaign, rosa, monkeypatch):
    pack = packs.begin(campaign=campaign, by=rosa)

    def full_disk(pdf):
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(store, "put", full_disk)
        with pytest.raises(OSError, match="No space"):
            packs.carry_out(pack_id=pack.pk)
    packs.carry_out(pack_id=pack.pk)
    packs.carry_out(pack_id=pack.pk)

    assert sorted(refs(pack)) == sorted(campaign.letters.values_list("ref", flat=True))
    assert pack.files.count() == 1
    assert PrintPack.objects.get().made_at


def test_one_pack_at_a_time(campaign, rosa):
    packs.begin(campaign=campaign, by=rosa)

    with pytest.raises(DomainError, match="being made already"):
        packs.begin(campaign=campaign, by=rosa)


def test_no_pack_without_letters(programme, rosa):
    campaign = make.campaign(released=True)

    with pytest.raises(DomainError, match="No letter waits"):
        packs.begin(campaign=campaign, by=rosa)


def test_no_pack_of_what_is_paused(campaign, rosa):
    campaign.status = "paused"
    campaign.save()

    with pytest.raises(DomainError, match="not going out"):
        packs.begin(campaign=campaign, by=rosa)


# --- What became of it ---


def test_handed_over_on_a_day_everybody_in_it_is_thanked(campaign, rosa):
    pack = packed(campaign, rosa)

    assert packs.hand_over(pack=pack, on=TODAY(), by=rosa) == 3

    assert states(campaign) == {Status.SENT}
    assert set(ContributionEvent.objects.values_list("outcome", flat=True)) == {"thanked"}
    entry = JournalEntry.objects.get(kind="print_pack.handed_over")
    assert entry.facts == {"letters": 3, "on": str(TODAY())}


def test_what_did_not_go_waits_for_another_pack(campaign, rosa):
    first = packed(campaign, rosa)

    assert packs.take_back(pack=first, by=rosa) == 3

    assert states(campaign) == {Status.READY}
    second = packed(campaign, rosa)
    assert refs(second) == refs(first)
    assert packs.hand_over(pack=second, on=TODAY(), by=rosa) == 3
    states_ = DeliveryAttempt.objects.order_by("n").values_list("n", "state").distinct()
    assert set(states_) == {(1, "cancelled"), (2, "accepted")}


@pytest.mark.parametrize("first", ["hand_over", "take_back"])
@pytest.mark.parametrize("second", ["hand_over", "take_back"])
def test_what_became_of_it_is_said_once(campaign, rosa, first, second):
    pack = packed(campaign, rosa)
    say = {
        "hand_over": lambda: packs.hand_over(pack=pack, on=TODAY(), by=rosa),
        "take_back": lambda: packs.take_back(pack=pack, by=rosa),
    }
    say[first]()

    with pytest.raises(DomainError, match="said already"):
        say[second]()


def test_nothing_is_said_of_a_pack_that_is_being_made(campaign, rosa):
    pack = packs.begin(campaign=campaign, by=rosa)

    with pytest.raises(DomainError, match="being made"):
        packs.hand_over(pack=pack, on=TODAY(), by=rosa)


@pytest.mark.django_db(transaction=True)
def test_two_who_say_different_things_at_once_are_one(rosa):
    campaign = campaign_for(at("LS1 1AA"), at("AB1 1AA"))
    pack = packed(campaign, rosa)

    def say(what):
        try:
            return what()
        except DomainError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = list(
            pool.map(
                say,
                [
                    lambda: packs.hand_over(pack=pack, on=TODAY(), by=rosa),
                    lambda: packs.take_back(pack=pack, by=rosa),
                ],
            )
        )

    assert sorted(said, key=str) == [2, None]
    assert states(campaign) in ({Status.SENT}, {Status.READY})


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"outcome": "taken_back"}, "printpack_settled_by_somebody"),
        ({"settled_at": timezone.now()}, "printpack_settled_by_somebody"),
    ],
)
def test_the_database_refuses_half_an_answer(campaign, rosa, fields, name):
    pack = packs.begin(campaign=campaign, by=rosa)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PrintPack.objects.filter(pk=pack.pk).update(**fields)


def test_the_database_refuses_a_letter_in_two_packs(campaign, rosa):
    pack = packed(campaign, rosa)
    one = pack.packed.first()

    with pytest.raises(IntegrityError, match="in_one_pack"), transaction.atomic():
        PackedLetter.objects.create(
            pack=pack, letter=one.letter, position=9, envelope=9, file=1, postcode=""
        )


# --- Pages ---


def test_the_files_are_taken_away_and_the_journal_knows(as_, campaign, rosa):
    pack = packed(campaign, rosa)
    browser = as_(rosa)
    page = browser.get(pack.get_absolute_url()).text
    names = [pack.files.get().name, pack.manifest_name, pack.checksums_name]

    for name in names:
        assert name in page
        url = reverse("recognition:pack_file", args=[pack.pk, name])
        assert browser.get(url).status_code == 200

    taken = JournalEntry.objects.filter(kind="print_pack.downloaded")
    assert {entry.facts["file"] for entry in taken} == set(names)
    assert browser.get(reverse("recognition:pack_file", args=[pack.pk, "x"])).status_code == 404


def test_a_day_that_is_not_yet_is_asked_again(as_, campaign, rosa):
    pack = packed(campaign, rosa)
    day = TODAY() + timedelta(days=1)
    typed = {"on_day": day.day, "on_month": day.month, "on_year": day.year}

    response = as_(rosa).post(reverse("recognition:pack_hand_over", args=[pack.pk]), typed)

    assert response.status_code == 422
    assert states(campaign) == {Status.PRINTING}


def test_from_the_button_to_the_print_house(as_, campaign, rosa):
    browser = as_(rosa)
    browser.post(reverse("recognition:pack_new", args=[campaign.pk]))
    pack = PrintPack.objects.get()
    packs.carry_out(pack_id=pack.pk)

    typed = {"on_day": TODAY().day, "on_month": TODAY().month, "on_year": TODAY().year}
    browser.post(reverse("recognition:pack_hand_over", args=[pack.pk]), typed)

    assert states(campaign) == {Status.SENT}
    assert "everybody in it is thanked" in browser.get(pack.get_absolute_url()).text


# --- A hold that comes after the pack was made (HLD-5) ---


def stopped(pack, how):
    """The second letter of the pack must not go any more."""
    letter = pack.packed.select_related("letter__contributor").order_by("position")[1].letter
    if how == "hold":
        make.hold(letter.contributor)
    elif how == "household":
        make.hold(make.household(letter.contributor), "recognition")
    elif how == "organisation":
        organisation = make.organisation()
        letter.event.organisation = organisation
        letter.event.save()
        make.hold(organisation)
    else:
        Contributor.objects.filter(pk=letter.contributor_id).update(deceased_on=TODAY())
    return letter


HOW = ["hold", "household", "organisation", "died"]


@pytest.mark.parametrize("how", HOW)
def test_hld_5_the_pack_says_at_once_which_sheet_to_take_out(as_, campaign, rosa, how):
    pack = packed(campaign, rosa)
    assert sheets.to_take_out(pack) == []
    assert sheets_to_take_out(rosa) is None

    letter = stopped(pack, how)

    (sheet,) = sheets.to_take_out(pack)
    assert (sheet.packed.letter, sheet.packed.position) == (letter, 2)
    assert sheet.gate == ("G1" if how == "died" else "G2")
    page = as_(rosa).get(pack.get_absolute_url()).text
    assert "Take 1 letter out of the pack" in page
    assert letter.letter_name in page
    (task,) = sheets_to_take_out(rosa).tasks
    assert task.sentence == f"Take 1 letter out of print pack {pack.pk}"
    assert task.url == pack.get_absolute_url()


@pytest.mark.parametrize("scope", ["publicity", "seats"])
def test_a_hold_that_does_not_stop_letters_takes_none_out(campaign, rosa, scope):
    pack = packed(campaign, rosa)
    make.hold(pack.packed.first().letter.contributor, scope)

    assert sheets.to_take_out(pack) == []


def test_only_whoever_prepares_letters_there_is_told(campaign, rosa, amir):
    stopped(packed(campaign, rosa), "hold")
    elsewhere = make.user(role="recognition_admin", programme=make.programme("Winter shelter"))

    assert sheets_to_take_out(amir) is None
    assert sheets_to_take_out(elsewhere) is None


@pytest.mark.parametrize(("how", "status"), [("hold", Status.HELD), ("died", Status.CANCELLED)])
def test_hld_5_taken_out_it_does_not_count_as_gone_and_the_rest_does(campaign, rosa, how, status):
    pack = packed(campaign, rosa)
    letter = stopped(pack, how)

    assert packs.hand_over(pack=pack, on=TODAY(), stopped="out", by=rosa) == 2

    letter.refresh_from_db()
    assert (letter.status, letter.event.outcome) == (status, "open")
    assert letter.delivery_attempts.get().state == "cancelled"
    kind = "letter.held" if status == Status.HELD else "letter.cancelled"
    assert JournalEntry.objects.about(letter).get(kind=kind).by == rosa
    entry = JournalEntry.objects.get(kind="print_pack.handed_over")
    assert (entry.facts["stopped"], entry.facts["must_not_go"]) == ("out", 1)
    assert sheets_to_take_out(rosa) is None


def test_hld_5_what_went_all_the_same_is_said_to_have_gone(campaign, rosa):
    pack = packed(campaign, rosa)
    stopped(pack, "hold")

    assert packs.hand_over(pack=pack, on=TODAY(), stopped="gone", by=rosa) == 3

    assert states(campaign) == {Status.SENT}
    assert JournalEntry.objects.get(kind="print_pack.handed_over").facts["stopped"] == "gone"


@pytest.mark.parametrize("said", ["", "perhaps"])
def test_hld_5_nothing_is_handed_over_before_somebody_says_what_became_of_it(campaign, rosa, said):
    pack = packed(campaign, rosa)
    stopped(pack, "hold")

    with pytest.raises(DomainError, match="must not go any more"):
        packs.hand_over(pack=pack, on=TODAY(), stopped=said, by=rosa)

    assert states(campaign) == {Status.PRINTING}


def test_the_page_asks_what_became_of_it_and_only_then(as_, campaign, rosa):
    pack = packed(campaign, rosa)
    url = reverse("recognition:pack_hand_over", args=[pack.pk])
    typed = {"on_day": TODAY().day, "on_month": TODAY().month, "on_year": TODAY().year}
    assert "stopped" not in as_(rosa).get(url).context["form"].fields
    stopped(pack, "hold")

    refused = as_(rosa).post(url, typed)
    as_(rosa).post(url, {**typed, "stopped": "out"})

    assert refused.status_code == 422
    assert "Say what became of what must not go any more" in refused.text
    assert states(campaign) == {Status.SENT, Status.HELD}


def test_what_was_taken_out_needs_a_new_signature(rosa, programme):
    campaign = make.campaign(
        [make.event(at("LS1 1AA")), make.event(at("AB1 1AA"))], in_ink="signature", released=True
    )
    rendering.typeset_chunk(campaign_id=campaign.pk)
    pack = packed(campaign, rosa)
    letter = stopped(pack, "hold")
    packs.sign(pack=pack, by=rosa)

    packs.hand_over(pack=pack, on=TODAY(), stopped="out", by=rosa)

    letter.refresh_from_db()
    assert (letter.status, letter.signed_at) == (Status.HELD, None)


def test_a_pack_takes_the_same_queries_however_many_must_not_go(programme, rosa, as_):
    pack = packed(campaign_for(*[at("LS1 1AA") for _ in range(4)]), rosa)
    people = [one.letter.contributor for one in pack.packed.order_by("position")]

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            sheets.to_take_out(pack)
        return len(caught)

    make.hold(people[0])
    few = queries()
    for person in people[1:]:
        make.hold(person)

    assert queries() == few
    assert len(sheets.to_take_out(pack)) == 4
