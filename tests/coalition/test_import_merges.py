"""Imports beside merges (ORG-2): a file that names somebody who was merged is about the one that
stays, whenever the merge was. Nothing is doubled, or written into a signpost."""

import pytest

from coalition.actions import import_steps, imports, merges
from coalition.imports import doubles, tables, writing
from coalition.imports.kind import of
from coalition.models import (
    Affiliation,
    Contributor,
    ExternalRef,
    Offer,
    Organisation,
)
from tests import make

ANN_AND_BOB = "Ref,Name,Email,Phone\n1,Ann Lee,ann@example.org,\n2,A. Lee,lee@example.org,\n"
TWO = "Name,Number,Area\nKitchen,1147168,Bristol\nThe Old Kitchen,,Bath\n"


def merged(keep, lose, by):
    chosen = dict.fromkeys(["name", "area", "letter_name", "email"], keep.pk)
    merges.merge(keep=keep, lose=lose, by=by, chosen=chosen)
    keep.refresh_from_db()
    lose.refresh_from_db()
    return keep, lose


@pytest.fixture
def ann(lena):
    """On the register twice, by a file with references; one now, and her other name a signpost."""
    make.people_import(ANN_AND_BOB, by=lena, source="CRM", done=True)
    found = Contributor.objects.order_by("email")
    return merged(found[0], found[1], lena)[0]


@pytest.fixture
def kitchen(lena):
    make.organisation_import(TWO, by=lena, done=True)
    found = Organisation.objects.order_by("name")
    return merged(found[0], found[1], lena)[0]


@pytest.mark.parametrize("columns", ["Ref,Name,Email,Phone", "No.,Name,Email,Phone"])
def test_the_same_file_after_a_merge_changes_nothing(lena, ann, columns):
    """Whether its rows have references or not; what was chosen in the merge stays."""
    before = list(Contributor.objects.order_by("pk").values())

    text = ANN_AND_BOB.replace("Ref,Name,Email,Phone", columns)
    job = make.people_import(text, by=lena, source="CRM", done=True)

    assert (job.result["same"], job.result["new"]) == (2, 0)
    assert list(Contributor.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("who", ["2,Anything,", ",A. Lee,lee@example.org"])
def test_what_is_new_about_somebody_merged_goes_to_the_one_that_stays(lena, ann, who):
    signpost = Contributor.objects.exclude(merged_into=None)
    before = signpost.values().get()
    text = f"Ref,Name,Email,Phone\n{who},020 7946 0123\n"

    make.people_import(text, by=lena, source="CRM", done=True)

    ann.refresh_from_db()
    assert ann.phone == "020 7946 0123"
    assert signpost.values().get() == before


def test_a_merged_email_address_alone_waits_for_a_person_beside_the_one_that_stays(lena, ann):
    job = make.people_import("Name,Email\nSomebody else,lee@example.org\n", by=lena)
    row = tables.fetch(f"select outcome, twin from {tables.forecast_of(job)}")[0]
    assert (row["outcome"], row["twin"]) == ("left", ann.pk)


def test_the_same_organisations_after_a_merge_change_nothing(lena, kitchen):
    before = list(Organisation.objects.order_by("pk").values())

    job = make.organisation_import(TWO, by=lena, done=True)

    assert (job.result["same"], job.result["new"]) == (2, 0)
    assert list(Organisation.objects.order_by("pk").values()) == before


def test_a_number_of_a_merged_organisation_brings_what_is_new_to_the_one_that_stays(lena):
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    old = make.organisation("Old Kitchen", org_id="GB-COH-04412345")
    merged(kitchen, old, lena)

    text = "Name,Company number,Website\nOld Kitchen,04412345,old.example\n"
    job = make.organisation_import(text, by=lena, done=True)

    kitchen.refresh_from_db()
    assert (kitchen.name, kitchen.website) == ("Kitchen", "https://old.example")
    assert job.result["changed"] == 1


@pytest.mark.parametrize("add_organisations", ["", "VC"])
def test_a_place_in_a_merged_organisation_is_one_in_the_one_that_stays(
    lena, kitchen, add_organisations
):
    text = "Name,Email,Organisation\nBen,ben@example.org,The Old Kitchen\n"

    make.people_import(text, by=lena, add_organisations=add_organisations, done=True)

    assert Affiliation.objects.get().organisation == kitchen
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("who", ["A. Lee,", "A. Lee,lee@example.org", ",lee@example.org"])
def test_an_offer_of_somebody_merged_is_one_of_the_one_that_stays(lena, programme, ann, who):
    text = f"Name,Email,Kind,Offer,Date\n{who},Transport,Lifts,2024-03-01\n"
    job = make.import_of(
        "offers", text, by=lena, done=True, programme=str(programme.pk), status="completed"
    )
    assert job.result["new"] == 1
    assert Offer.objects.get().contributor == ann


def test_a_merge_between_check_and_start_is_followed(lena):
    ann = make.contributor("Ann Lee", email="ann@example.org")
    other = make.contributor("A. Lee", email="lee@example.org")
    text = "Name,Email,Phone\nA. Lee,lee@example.org,020 7946 0123\n"
    job = make.people_import(text, by=lena)
    merged(ann, other, lena)

    imports.start(job=job, seen=job.checked_at, by=lena)
    import_steps.carry_out(import_id=job.pk)

    ann.refresh_from_db()
    other.refresh_from_db()
    assert (ann.phone, other.phone) == ("020 7946 0123", "")
    done = tables.fetch(f"select outcome, target from {tables.done_of(job)}")
    assert done == [{"outcome": "changed", "target": ann.pk}]


def test_who_was_merged_since_the_check_is_shown_as_the_one_that_stays(lena):
    ann, other = make.contributor("Ann Lee"), make.contributor("A. Lee")
    job = make.people_import("Name\nA. Lee\n", by=lena)
    merged(ann, other, lena)

    assert [pair["record"] for pair in doubles.pairs(of(job), 0)] == [ann]


def test_a_merge_between_two_chunks_is_followed(lena, monkeypatch):
    monkeypatch.setattr(import_steps, "CHUNK", 1)
    text = "Ref,Name,Email\n1,Ann Lee,ann@example.org\n2,A. Lee,lee@example.org\n"
    ann = make.contributor("Ann Lee", email="ann@example.org")
    job = make.people_import(text, by=lena, source="CRM", started=True)
    claimed = import_steps._claim(job.pk)
    other = make.contributor("A. Lee", email="lee@example.org")
    assert import_steps._bring_in_chunk(claimed, of(claimed))
    merged(ann, other, lena)

    assert not import_steps._bring_in_chunk(claimed, of(claimed))

    assert Contributor.objects.count() == 2
    assert set(ExternalRef.objects.values_list("target", flat=True)) == {ann.pk}


def test_rows_that_never_settle_stop_the_chunk_and_nothing_is_lost(lena, monkeypatch):
    """Where merges went on and on, the chunk is not written by half: it stops and says so."""
    monkeypatch.setattr(writing, "LOOKS", 0)
    job = make.people_import("Name\nAnn\n", by=lena, started=True)

    with pytest.raises(writing.StillMerging):
        import_steps.carry_out(import_id=job.pk)

    job.refresh_from_db()
    assert (job.status, job.rows_done) == ("running", 0)


def test_two_rows_about_one_merged_person_change_it_once(lena, ann, monkeypatch):
    """The first one counts; the second is told as a repetition, wherever a chunk ends."""
    text = "Ref,Name,Email,Phone\n1,Ann Lee,,020 7946 0123\n2,A. Lee,,020 7946 0456\n"
    for chunk in (1, 40_000):
        monkeypatch.setattr(import_steps, "CHUNK", chunk)
        job = make.people_import(text, by=lena, source="CRM", done=True)
        assert (job.result["changed"], job.result["repeated"]) == (1, 1)
        assert job.forecast["repeated"] == 1
        ann.refresh_from_db()
        assert ann.phone == "020 7946 0123"

        make.undone(job, by=lena)
        ann.refresh_from_db()
        assert ann.phone == ""


def test_undoing_leaves_who_was_merged_since_and_says_so(lena):
    """Both came by the file: neither goes, nor what either brought."""
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    text = "Name,Number\nOld Kitchen,1089784\n"
    job = make.organisation_import(text, by=lena, done=True)
    old = Organisation.objects.get(name="Old Kitchen")
    merged(kitchen, old, lena)

    job = make.undone(job, by=lena)

    assert {str(one) for one in kitchen.identifiers.all()} == {"GB-CHC-1147168", "GB-CHC-1089784"}
    assert (job.undo_result["removed"], job.undo_result["in_use"]) == (0, 1)
    assert job.undo_result["kept_shown"] == [
        {
            "name": "Old Kitchen",
            "url": old.get_absolute_url(),
            "why": "It was merged into another since",
        }
    ]


def test_undoing_leaves_the_place_that_somebody_merged_since_brought(lena):
    make.organisation("Kitchen")
    ann = make.contributor("Ann Lee", email="ann@example.org")
    text = "Name,Email,Organisation\nA. Lee,lee@example.org,Kitchen\n"
    job = make.people_import(text, by=lena, done=True)
    merged(ann, Contributor.objects.get(letter_name="A. Lee"), lena)

    make.undone(job, by=lena)

    assert ann.affiliations.count() == 1


def test_undoing_writes_nothing_into_a_signpost_and_says_so(lena):
    ann = make.contributor("Ann Lee", email="ann@example.org")
    other = make.contributor("A. Lee", email="lee@example.org", phone="020 7946 0456")
    text = "Name,Email,Phone\nA. Lee,lee@example.org,020 7946 0123\n"
    job = make.people_import(text, by=lena, done=True)
    other.refresh_from_db()
    merged(ann, other, lena)

    job = make.undone(job, by=lena)

    other.refresh_from_db()
    assert other.phone == "020 7946 0123"
    assert (job.undo_result["put_back"], job.undo_result["changed_since"]) == (0, 1)
    assert job.undo_result["kept_shown"][0]["why"] == "It was merged into another since"
