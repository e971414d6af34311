"""An import undone: what it brought goes again, but for what somebody has used or changed since."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from coalition.actions import contributors, import_steps, imports, organisations
from coalition.domain import DomainError
from coalition.imports import undoing
from coalition.models import (
    Affiliation,
    Contributor,
    ExternalRef,
    Import,
    JournalEntry,
    LikelyDouble,
    Organisation,
    OrganisationIdentifier,
)
from tests import make

TWO = "Name,Number,Website\nKitchen,1147168,kitchen.example\nLibrary,1089784,\n"
PEOPLE = "Ref,Name,Email,Organisation\n1,Ann,ann@example.org,Kitchen\n2,Ben,ben@example.org,Hall\n"


def test_what_came_in_is_removed_again(lena):
    job = make.organisation_import(TWO, by=lena, done=True)

    job = make.undone(job, by=lena)

    assert (job.status, job.undo_result["removed"]) == ("undone", 2)
    assert not Organisation.objects.exists()
    assert not OrganisationIdentifier.objects.exists()
    entry = JournalEntry.objects.about(job).latest("pk")
    assert (entry.kind, entry.by) == ("import.undone", lena)


def test_what_changed_goes_back_with_its_numbers_and_sectors(lena):
    kitchen = make.organisation("Old name", org_id="GB-CHC-1147168", website="https://old.example")
    text = "Name,Number,Company number,Sector\nKitchen,1147168,04412345,FA\n"
    job = make.organisation_import(text, by=lena, done=True)
    kitchen.refresh_from_db()
    assert (kitchen.name, kitchen.sector) == ("Kitchen", "FA")

    job = make.undone(job, by=lena)

    kitchen.refresh_from_db()
    assert (kitchen.name, kitchen.sector) == ("Old name", "VC")
    assert [str(one) for one in kitchen.identifiers.all()] == ["GB-CHC-1147168"]
    assert kitchen.sectors.get(to_on=None).sector == "VC"
    assert job.undo_result["put_back"] == 1


@pytest.mark.parametrize("apart_by", [True, False])
def test_what_looks_like_somebody_is_removed_all_the_same(lena, kitchen, apart_by):
    job = make.organisation_import(TWO, by=lena, done=True)
    brought = Organisation.objects.filter(came_by=job).first()
    make.double(kitchen, brought, apart_by=lena if apart_by else None)

    job = make.undone(job, by=lena)

    assert job.undo_result["removed"] == 2
    assert Organisation.objects.get() == kitchen
    assert not LikelyDouble.objects.exists()


def test_a_field_that_somebody_changed_since_stays_and_is_shown(lena):
    kitchen = make.organisation("Old name", org_id="GB-CHC-1147168")
    text = "Name,Number,Website\nKitchen,1147168,kitchen.example\n"
    job = make.organisation_import(text, by=lena, done=True)
    kitchen.refresh_from_db()
    organisations.change(organisation=kitchen, by=lena, name="Our Kitchen")

    job = make.undone(job, by=lena)

    kitchen.refresh_from_db()
    assert (kitchen.name, kitchen.website) == ("Our Kitchen", "")
    assert (job.undo_result["changed_since"], job.undo_result["put_back"]) == (1, 0)
    assert job.undo_result["kept_shown"][0]["url"] == kitchen.get_absolute_url()


def test_what_somebody_has_used_since_stays_and_is_shown(lena, programme):
    job = make.people_import(PEOPLE, by=lena, add_organisations="VC", source="CRM", done=True)
    ann = Contributor.objects.get(letter_name="Ann")
    make.offer(programme=programme, contributor=ann)

    job = make.undone(job, by=lena)

    assert Contributor.objects.get() == ann
    assert Affiliation.objects.get().organisation.name == "Kitchen"
    assert Organisation.objects.get().name == "Kitchen"
    assert not ExternalRef.objects.exists()
    assert (job.undo_result["removed"], job.undo_result["in_use"]) == (1, 1)
    assert job.undo_result["kept_shown"][0]["name"] == "Ann"


def test_somebody_whom_a_person_corrected_since_stays(lena):
    job = make.people_import("Name,Email\nAnn,ann@example.org\n", by=lena, done=True)
    contributors.change(contributor=Contributor.objects.get(), by=lena, phone="020 7946 0123")

    job = make.undone(job, by=lena)

    assert Contributor.objects.get().phone == "020 7946 0123"


def test_a_place_that_a_file_began_ends_with_its_undoing(lena):
    kitchen = make.organisation("Kitchen")
    ann = make.contributor("Ann", email="ann@example.org")
    job = make.people_import(PEOPLE, by=lena, done=True)
    assert ann.affiliations.get().organisation == kitchen

    make.undone(job, by=lena)

    assert not ann.affiliations.exists()
    assert Contributor.objects.get() == ann


def test_a_file_that_was_undone_can_come_in_again(lena):
    make.undone(make.organisation_import(TWO, by=lena, done=True), by=lena)
    again = make.organisation_import(TWO, by=lena, done=True)
    assert again.result["new"] == 2


def test_an_import_is_not_undone_while_its_rows_come_in(lena):
    job = make.organisation_import(TWO, by=lena, started=True)
    with pytest.raises(DomainError, match="Undo the import when it is done"):
        imports.undo(job=job, by=lena)


def test_an_import_is_undone_once(lena, adele):
    job = make.undone(make.organisation_import(TWO, by=lena, done=True), by=lena)
    with pytest.raises(DomainError, match="Lena has undone this import already"):
        imports.undo(job=job, by=adele)


def test_after_a_day_an_import_stays(lena):
    job = make.organisation_import(TWO, by=lena, done=True)
    Import.objects.update(finished_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(DomainError, match="undone for a day"):
        imports.undo(job=job, by=lena)


def test_what_is_not_imported_cannot_be_undone(lena):
    with pytest.raises(DomainError):
        imports.undo(job=make.organisation_import(TWO, by=lena), by=lena)


def test_a_worker_that_dies_while_undoing_leaves_everything_and_the_next_does_it(lena, monkeypatch):
    job = make.organisation_import(TWO, by=lena, done=True)
    imports.undo(job=job, by=lena)

    def dying(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(undoing, "_changes_of", dying)
        with pytest.raises(KeyboardInterrupt):
            import_steps.carry_out(import_id=job.pk)
    assert Organisation.objects.count() == 2

    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    import_steps.carry_out(import_id=job.pk)
    assert not Organisation.objects.exists()


def test_a_stopped_import_can_be_undone_as_far_as_it_came(lena, monkeypatch):
    monkeypatch.setattr(import_steps, "CHUNK", 1)
    job = make.organisation_import(TWO, by=lena, started=True)
    claimed = import_steps._claim(job.pk)
    import_steps._bring_in_chunk(claimed, import_steps.of(claimed))
    Import.objects.update(status="stopped", token=None)
    job.refresh_from_db()

    job = make.undone(job, by=lena)

    assert job.undo_result["removed"] == 1
    assert not Organisation.objects.exists()


def test_undoing_asks_first_and_then_says_what_stays(as_, lena):
    job = make.organisation_import(TWO, by=lena, done=True)
    client = as_(lena)
    assert "Undo this import" in client.get(f"/imports/{job.pk}/").content.decode()
    assert client.get(f"/imports/{job.pk}/undo/").status_code == 200
    assert Organisation.objects.count() == 2

    client.post(f"/imports/{job.pk}/undo/")
    import_steps.carry_out(import_id=job.pk)

    page = client.get(f"/imports/{job.pk}/").content.decode()
    assert "The import is undone." in page
    assert "Undone by Lena" in page


def test_con_6_an_address_that_somebody_else_has_by_now_is_not_taken_from_them(lena):
    make.people_import("Ref,Name,Email\n1,Ann,old@example.org\n", source="CRM", done=True)
    text = "Ref,Name,Email\n1,Ann,new@example.org\n"
    job = make.people_import(text, by=lena, source="CRM", done=True)
    make.contributor("Cem", email="old@example.org")

    job = make.undone(job, by=lena)

    assert Contributor.objects.get(letter_name="Ann").email == "new@example.org"
    assert (job.undo_result["put_back"], job.undo_result["changed_since"]) == (0, 1)


def test_aff_1_a_place_that_a_file_ended_stays_ended_where_another_followed(lena):
    kitchen = make.organisation("Kitchen")
    ann = make.contributor("Ann", email="ann@example.org")
    place = Affiliation.objects.create(
        contributor=ann, organisation=kitchen, from_on=date(2020, 1, 1)
    )
    text = "Name,Email,Organisation,From,Until\nAnn,ann@example.org,Kitchen,2020-01-01,2025-06-30\n"
    job = make.people_import(text, by=lena, done=True)
    Affiliation.objects.create(contributor=ann, organisation=kitchen, from_on=date(2025, 9, 1))

    job = make.undone(job, by=lena)

    place.refresh_from_db()
    assert (job.status, place.to_on) == ("undone", date(2025, 6, 30))


def test_a_verification_comes_back_with_the_name_that_was_verified(lena):
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    verified = organisations.verify(organisation=kitchen, by=lena)
    text = "Name,Number\nThe Kitchen,1147168\n"
    job = make.organisation_import(text, by=lena, done=True)

    make.undone(job, by=lena)

    kitchen.refresh_from_db()
    assert (kitchen.name, kitchen.verified_by) == ("Kitchen", lena)
    assert kitchen.verified_at == verified.verified_at


def test_a_name_that_somebody_verified_since_stays(lena, adele):
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    organisations.verify(organisation=kitchen, by=lena)
    text = "Name,Number\nThe Kitchen,1147168\n"
    job = make.organisation_import(text, by=lena, done=True)
    organisations.verify(organisation=kitchen, by=adele)

    job = make.undone(job, by=lena)

    kitchen.refresh_from_db()
    assert (kitchen.name, kitchen.verified_by) == ("The Kitchen", adele)
    assert job.undo_result["changed_since"] == 1
