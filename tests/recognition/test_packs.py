"""Letters for a print house: in post order, once, and by a person's word (DLV-1, DLV-4; letters.md
A7)."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry
from recognition import packing, store
from recognition.actions import packs, rendering
from recognition.models import (
    ContributionEvent,
    DeliveryAttempt,
    Letter,
    PackedLetter,
    PrintPack,
)
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
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
    Contributor.objects.filter(pk=letter.contributor_id).update(deceased_on=TODAY)

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

    assert packs.hand_over(pack=pack, on=TODAY, by=rosa) == 3

    assert states(campaign) == {Status.SENT}
    assert set(ContributionEvent.objects.values_list("outcome", flat=True)) == {"thanked"}
    entry = JournalEntry.objects.get(kind="print_pack.handed_over")
    assert entry.facts == {"letters": 3, "on": str(TODAY)}


def test_what_did_not_go_waits_for_another_pack(campaign, rosa):
    first = packed(campaign, rosa)

    assert packs.take_back(pack=first, by=rosa) == 3

    assert states(campaign) == {Status.READY}
    second = packed(campaign, rosa)
    assert refs(second) == refs(first)
    assert packs.hand_over(pack=second, on=TODAY, by=rosa) == 3
    states_ = DeliveryAttempt.objects.order_by("n").values_list("n", "state").distinct()
    assert set(states_) == {(1, "cancelled"), (2, "accepted")}


@pytest.mark.parametrize("first", ["hand_over", "take_back"])
@pytest.mark.parametrize("second", ["hand_over", "take_back"])
def test_what_became_of_it_is_said_once(campaign, rosa, first, second):
    pack = packed(campaign, rosa)
    say = {
        "hand_over": lambda: packs.hand_over(pack=pack, on=TODAY, by=rosa),
        "take_back": lambda: packs.take_back(pack=pack, by=rosa),
    }
    say[first]()

    with pytest.raises(DomainError, match="said already"):
        say[second]()


def test_nothing_is_said_of_a_pack_that_is_being_made(campaign, rosa):
    pack = packs.begin(campaign=campaign, by=rosa)

    with pytest.raises(DomainError, match="being made"):
        packs.hand_over(pack=pack, on=TODAY, by=rosa)


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
                    lambda: packs.hand_over(pack=pack, on=TODAY, by=rosa),
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
    day = TODAY + timedelta(days=1)
    typed = {"on_day": day.day, "on_month": day.month, "on_year": day.year}

    response = as_(rosa).post(reverse("recognition:pack_hand_over", args=[pack.pk]), typed)

    assert response.status_code == 422
    assert states(campaign) == {Status.PRINTING}


def test_from_the_button_to_the_print_house(as_, campaign, rosa):
    browser = as_(rosa)
    browser.post(reverse("recognition:pack_new", args=[campaign.pk]))
    pack = PrintPack.objects.get()
    packs.carry_out(pack_id=pack.pk)

    typed = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
    browser.post(reverse("recognition:pack_hand_over", args=[pack.pk]), typed)

    assert states(campaign) == {Status.SENT}
    assert "everybody in it is thanked" in browser.get(pack.get_absolute_url()).text
