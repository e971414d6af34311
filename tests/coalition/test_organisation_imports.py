"""Bringing in a file: uploaded, checked, started once, carried out whole, whatever dies."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coalition import tasks
from coalition.actions import organisation_imports, organisation_rows, organisations
from coalition.domain import DomainError
from coalition.models import (
    JournalEntry,
    Organisation,
    OrganisationIdentifier,
    OrganisationImport,
)
from coalition.spreadsheets import Unreadable, read
from coalition.spreadsheets.organisations import compare_all, faulty_rows, guess, understand
from tests import make
from tests.coalition.shared_data import CHARITIES, NASTY, needs_shared_data

TWO = "Name,Number,Website\nKitchen,1147168,kitchen.example\nLibrary,1089784,\n"


def many(number):
    rows = "".join(f"Group {n},{1000000 + n}\n" for n in range(number))
    return "Name,Number\n" + rows


def on_the_register():
    return sorted(
        (o.name, o.sector, o.website, [str(i) for i in o.identifiers.all()])
        for o in Organisation.objects.prefetch_related("identifiers")
    )


def test_checking_says_what_would_happen_and_changes_nothing(db):
    make.organisation("Library", org_id="GB-CHC-1089784")
    make.organisation("Choir", org_id="GB-CHC-1089785")

    job = make.organisation_import(
        TWO + "Chorus,1089785,\nLibrary,1089784,\n,1089999,\nForum,1.1E+06,\n"
    )

    forecast = {
        kind: job.forecast[kind] for kind in ("new", "changed", "same", "repeated", "faulty")
    }
    assert forecast == {"new": 1, "changed": 1, "same": 1, "repeated": 1, "faulty": 2}
    assert [(f["row"], f["column"], f["says"]) for f in job.forecast["faults_shown"]] == [
        (6, "Name", ""),
        (7, "Number", "1.1E+06"),
    ]
    assert job.forecast["changes_shown"][0]["fields"] == [["Name", "Choir", "Chorus"]]
    assert Organisation.objects.count() == 2
    assert not JournalEntry.objects.exists()


def test_importing_brings_in_the_ready_rows_and_leaves_the_faulty_ones(lena):
    job = make.organisation_import(TWO + ",1089999,\n", by=lena, done=True)

    assert on_the_register() == [
        ("Kitchen", "VC", "https://kitchen.example", ["GB-CHC-1147168"]),
        ("Library", "VC", "", ["GB-CHC-1089784"]),
    ]
    assert job.status == OrganisationImport.Status.DONE
    assert job.result == {"new": 2, "changed": 0, "same": 0, "repeated": 0, "faulty": 1}


def test_importing_twice_changes_nothing(lena):
    make.organisation_import(TWO + "Forum without number,,\n", by=lena, done=True)
    before = on_the_register()
    entries = JournalEntry.objects.of_kinds(["organisation.added", "organisation.changed"]).count()

    job = make.organisation_import(TWO + "Forum without number,,\n", by=lena, done=True)

    assert on_the_register() == before
    assert job.result["same"] == 3
    assert entries == JournalEntry.objects.exclude(kind="organisations.imported").count()


def test_a_second_file_changes_what_is_different_and_adds_numbers(lena):
    make.organisation_import("Name,Number\nKitchen,1147168\n", done=True)

    text = "Name,Number,Company number,Active\nThe Kitchen,1147168,4412345,no\n"
    job = make.organisation_import(text, by=lena, done=True)

    kitchen = Organisation.objects.get()
    assert (kitchen.name, kitchen.status) == ("The Kitchen", "dormant")
    assert [str(i) for i in kitchen.identifiers.order_by("scheme")] == [
        "GB-CHC-1147168",
        "GB-COH-04412345",
    ]
    assert job.result["changed"] == 1


def test_known_organisations_stay_as_they_are_when_asked(lena):
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")

    make.organisation_import(
        "Name,Number\nThe Kitchen,1147168\n", by=lena, done=True, updates_known=False
    )

    kitchen.refresh_from_db()
    assert kitchen.name == "Kitchen"


def test_the_chosen_sector_is_for_new_organisations_that_have_none(lena):
    hall = make.organisation("Hall", sector="LG", org_id="GB-CHC-1147168")

    make.organisation_import(
        "Name,Number,Sector\nHall,1147168,\nChapel,1089784,Faith group\nClub,1089785,\n",
        by=lena,
        done=True,
        sector="SE",
    )

    hall.refresh_from_db()
    assert hall.sector == "LG"
    assert Organisation.objects.get(name="Chapel").sector == "FA"
    assert Organisation.objects.get(name="Club").sector == "SE"


def test_the_journal_says_who_brought_in_what_and_what_changed(lena):
    choir = make.organisation("Choir", org_id="GB-CHC-1089785")

    job = make.organisation_import(
        "Name,Number\nChorus,1089785\nKitchen,1147168\n", by=lena, done=True
    )

    whole = JournalEntry.objects.about(job).get()
    assert (whole.kind, whole.by) == ("organisations.imported", lena)
    assert whole.facts["file"] == "members.csv"
    assert (whole.facts["new"], whole.facts["changed"]) == (1, 1)
    changed = JournalEntry.objects.about(choir).get()
    assert (changed.kind, changed.by) == ("organisation.changed", lena)
    assert changed.facts == {"import": job.pk, "changed": ["name"]}
    added = JournalEntry.objects.about(Organisation.objects.get(name="Kitchen")).get()
    assert added.kind == "organisation.added"


def test_an_import_is_started_once_and_the_second_person_is_told(lena, adele):
    job = make.organisation_import(TWO, by=lena)
    organisation_imports.start(organisation_import=job, seen=job.checked_at, by=lena)

    with pytest.raises(DomainError, match="Lena started this import at"):
        organisation_imports.start(organisation_import=job, seen=job.checked_at, by=adele)


def test_a_check_that_was_done_again_must_be_seen_before_starting(lena, adele):
    job = make.organisation_import(TWO, by=lena)
    seen = job.checked_at
    organisation_imports.check(organisation_import=job, columns={0: "name"}, sector="VC")

    with pytest.raises(DomainError, match="Look at the new check first"):
        organisation_imports.start(organisation_import=job, seen=seen, by=adele)


def test_an_import_cannot_start_unchecked_nor_be_checked_again_once_started(lena):
    unchecked = make.organisation_import(TWO, by=lena, checked=False)
    with pytest.raises(DomainError, match="cannot become"):
        organisation_imports.start(organisation_import=unchecked, seen=None, by=lena)

    started = make.organisation_import(TWO, by=lena, started=True)
    with pytest.raises(DomainError, match="cannot become"):
        organisation_imports.check(organisation_import=started, columns={0: "name"}, sector="VC")


def test_only_leads_and_administrators_see_imports(lena, adele, rosa, pat):
    make.organisation_import(TWO)
    seen = [OrganisationImport.objects.visible_to(one).count() for one in (lena, adele, rosa, pat)]
    assert seen == [1, 1, 0, 0]


def test_what_was_imported_is_not_discarded(lena):
    organisation_imports.discard(organisation_import=make.organisation_import(TWO))
    assert not OrganisationImport.objects.exists()

    with pytest.raises(DomainError, match="stays on record"):
        organisation_imports.discard(organisation_import=make.organisation_import(TWO, done=True))


def kill_after(chunks, monkeypatch):
    """The worker dies when it has written this many chunks and is at the next."""
    written, bring_in = count(), organisation_rows.bring_in

    def dying(**arguments):
        bring_in(**arguments)
        if next(written) == chunks:
            raise KeyboardInterrupt

    monkeypatch.setattr(organisation_rows, "bring_in", dying)


def test_a_killed_worker_loses_one_chunk_and_the_next_goes_on_from_there(lena, monkeypatch):
    monkeypatch.setattr(organisation_imports, "CHUNK", 10)
    job = make.organisation_import(many(35), by=lena, started=True)

    with monkeypatch.context() as patched:
        kill_after(2, patched)
        with pytest.raises(KeyboardInterrupt):
            tasks.run_import(job.pk)
    job.refresh_from_db()
    assert (job.rows_done, Organisation.objects.count()) == (20, 20)

    tasks.run_import(job.pk)
    assert Organisation.objects.count() == 20  # its lease has not run out yet

    OrganisationImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert list(OrganisationImport.objects.in_nobodys_hands(timezone.now())) == [job]
    tasks.run_import(job.pk)

    job.refresh_from_db()
    assert (job.status, job.rows_done) == (OrganisationImport.Status.DONE, 35)
    assert job.result["new"] == 35
    assert Organisation.objects.count() == OrganisationIdentifier.objects.count() == 35
    assert JournalEntry.objects.of_kinds(["organisation.added"]).count() == 35
    assert JournalEntry.objects.about(job).count() == 1


def test_a_worker_whose_lease_ran_out_writes_nothing_more(lena, monkeypatch):
    monkeypatch.setattr(organisation_imports, "CHUNK", 10)
    job = make.organisation_import(many(35), by=lena, started=True)

    claimed = organisation_imports._claim(job.pk)
    assert claimed
    entries = understand(read(claimed.file), claimed.matched)
    assert organisation_imports._bring_in_chunk(claimed, entries)
    OrganisationImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.run_import(job.pk)

    assert not organisation_imports._bring_in_chunk(claimed, entries)
    assert Organisation.objects.count() == 35


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_import_bring_it_in_once(monkeypatch):
    """The first is held while it has the import in hand, where the second could slip in."""
    job = make.organisation_import(many(25), started=True)
    first_is_held, let_go = Event(), Event()
    bring_in = organisation_rows.bring_in

    def held(**arguments):
        first_is_held.set()
        let_go.wait(5)
        bring_in(**arguments)

    def first_worker():
        tasks.run_import(job.pk)
        connection.close()

    monkeypatch.setattr(organisation_rows, "bring_in", held)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(first_worker)
        first_is_held.wait(5)
        tasks.run_import(job.pk)
        assert Organisation.objects.count() == 0
        let_go.set()
        first.result(5)

    job.refresh_from_db()
    assert job.result["new"] == Organisation.objects.count() == 25


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_not_wait_for_an_import_that_another_is_taking(monkeypatch):
    job = make.organisation_import(TWO, started=True)
    saves, first_is_held, let_go = count(), Event(), Event()
    save = OrganisationImport.save

    def held_save(self, **kwargs):
        if next(saves) == 0:
            first_is_held.set()
            let_go.wait(5)
        save(self, **kwargs)

    def first_worker():
        tasks.run_import(job.pk)
        connection.close()

    monkeypatch.setattr(OrganisationImport, "save", held_save)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(first_worker)
        first_is_held.wait(5)
        assert organisation_imports._claim(job.pk) is None
        let_go.set()
        first.result(5)


@pytest.mark.django_db(transaction=True)
def test_two_people_press_import_at_once_and_one_is_told(monkeypatch):
    lena, adele = make.user("Lena"), make.user("Adele")
    job = make.organisation_import(TWO)
    saves, first_is_held, let_go = count(), Event(), Event()
    save = OrganisationImport.save

    def held_save(self, **kwargs):
        if next(saves) == 0:
            first_is_held.set()
            let_go.wait(5)
        save(self, **kwargs)

    def press(person):
        try:
            return organisation_imports.start(
                organisation_import=job, seen=job.checked_at, by=person
            )
        except DomainError as error:
            return str(error)
        finally:
            connection.close()

    monkeypatch.setattr(OrganisationImport, "save", held_save)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(press, lena)
        first_is_held.wait(5)
        second = pool.submit(press, adele)
        with pytest.raises(TimeoutError):
            second.result(0.5)
        let_go.set()
        assert first.result(5).started_by == lena
        assert "Lena started this import" in second.result(5)


@pytest.mark.django_db(transaction=True)
def test_a_number_that_somebody_adds_by_hand_meanwhile_does_not_break_the_import(monkeypatch):
    """ORG-1"""
    job = make.organisation_import(TWO, started=True)
    by_hand = make.user("Lena")
    bring_in, calls = organisation_rows.bring_in, count()

    def hand_is_quicker(**arguments):
        if next(calls) == 0:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(add_library).result(5)
        bring_in(**arguments)

    def add_library():
        organisations.add(by=by_hand, name="Library", sector="VC", scheme="GB-CHC", value="1089784")
        connection.close()

    monkeypatch.setattr(organisation_rows, "bring_in", hand_is_quicker)
    tasks.run_import(job.pk)

    job.refresh_from_db()
    assert (job.result["new"], job.result["same"]) == (1, 1)
    assert Organisation.objects.count() == 2


def test_an_import_that_keeps_breaking_stops_and_can_be_taken_up_again(lena, monkeypatch):
    job = make.organisation_import(TWO, by=lena, started=True)

    def broken(**arguments):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(organisation_rows, "bring_in", broken)
        for _ in range(organisation_imports.MOST_ATTEMPTS):
            with pytest.raises(RuntimeError):
                tasks.run_import(job.pk)
            OrganisationImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        tasks.run_import(job.pk)
    job.refresh_from_db()
    assert job.status == OrganisationImport.Status.STOPPED
    assert "5 times after 0 rows" in job.problem

    organisation_imports.start(organisation_import=job, seen=job.checked_at, by=lena)
    tasks.run_import(job.pk)

    job.refresh_from_db()
    assert job.status == OrganisationImport.Status.DONE


def test_the_sweep_hands_out_imports_that_no_worker_is_at(
    lena, monkeypatch, django_capture_on_commit_callbacks
):
    waiting = make.organisation_import(TWO, started=True)
    in_hand = make.organisation_import(TWO, started=True)
    OrganisationImport.objects.filter(pk=in_hand.pk).update(
        lease_until=timezone.now() + timedelta(seconds=30)
    )
    handed_out = []
    monkeypatch.setattr(tasks, "ring", lambda task, pk: handed_out.append(pk))

    tasks.sweep_imports()

    assert handed_out == [waiting.pk]


def test_a_file_is_dropped_a_day_after_its_import_was_done(db):
    done = make.organisation_import(TWO, done=True)
    fresh = make.organisation_import(TWO, done=True)
    left_lying = make.organisation_import(TWO)
    long_ago = timezone.now() - timedelta(hours=25)
    OrganisationImport.objects.filter(pk=done.pk).update(finished_at=long_ago)
    OrganisationImport.objects.filter(pk=left_lying.pk).update(uploaded_at=long_ago)

    organisation_imports.drop_files()

    done.refresh_from_db()
    fresh.refresh_from_db()
    assert done.contents is None
    assert fresh.contents is not None
    assert not OrganisationImport.objects.filter(pk=left_lying.pk).exists()


def test_the_file_of_faulty_rows_can_be_corrected_and_uploaded(lena):
    text = (
        'Name,Number,Notes\nKitchen,1147168,\n,1089784,"=HYPERLINK(""x"")"\nChoir,1.1E+06,+44 20\n'
    )
    make.organisation_import(text, by=lena, done=True)
    table = read(text.encode())
    report = faulty_rows(
        table, compare_all(understand(table, guess(table)), updates_known=True)
    ).decode("utf-8-sig")
    assert "The row has no name. Enter one." in report
    assert "'=HYPERLINK" in report
    assert ",+44 20," in report

    corrected = report.replace(",1089784,", "Library,1089784,").replace("1.1E+06", "1089785")
    job = make.organisation_import(corrected, by=lena, done=True)

    assert (job.result["new"], job.result["faulty"]) == (2, 0)
    assert Organisation.objects.count() == 3


def test_a_chunk_costs_the_same_number_of_queries_whatever_its_size(
    db, django_assert_max_num_queries
):
    job = make.organisation_import(many(400), started=True)
    with django_assert_max_num_queries(22):
        tasks.run_import(job.pk)


@needs_shared_data
@pytest.mark.parametrize("name", ["11_ragged_rows.csv", "14_duplicates_inside_one_file.csv"])
def test_what_happens_is_what_the_check_said_wherever_chunks_end(db, monkeypatch, name):
    monkeypatch.setattr(organisation_imports, "CHUNK", 3)
    make.organisation("THERA TRUST", area="NG31 7XT")

    job = make.organisation_import((NASTY / name).read_text(), done=True)

    assert {kind: job.forecast[kind] for kind in job.result} == job.result


@needs_shared_data
def test_all_charities_come_in_and_a_second_time_nothing_does(lena):
    """4,522 rows, of which six have no name."""
    text = CHARITIES.read_text()

    job = make.organisation_import(text, by=lena, done=True)
    again = make.organisation_import(text, by=lena, done=True)

    assert job.forecast["new"] == job.result["new"] == 4516
    assert job.result["faulty"] == 6
    assert {fault["todo"] for fault in job.forecast["faults_shown"]} == {
        "The row has no name. Enter one."
    }
    assert Organisation.objects.count() == 4516
    assert (again.result["new"], again.result["changed"], again.result["same"]) == (0, 0, 4516)


def refused(constraint, **fields):
    job = make.organisation_import(TWO)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OrganisationImport.objects.filter(pk=job.pk).update(**fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("keeps_its_file_until_done", {"contents": None}),
        ("is_checked_before_it_runs", {"checked_at": None}),
        ("is_checked_before_it_runs", {"sector": ""}),
        ("done_when_every_row_is", {"status": "done", "finished_at": timezone.now()}),
        ("does_no_row_too_many", {"rows_done": 3}),
    ],
)
def test_the_database_refuses_an_import_that_contradicts_itself(db, constraint, fields):
    refused(f"organisation_import_{constraint}", **fields)


@pytest.fixture
def members(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text(TWO + ",1089999,\n")
    return path


def test_the_command_imports_and_says_what_it_did(lena, members, capsys):
    call_command("import_organisations", members, by=lena.email)

    said = capsys.readouterr().out
    assert "2 new" in said
    assert "Row 4, Name, “”: The row has no name." in said
    assert "Done: 2 added, 0 changed." in said
    assert JournalEntry.objects.of_kinds(["organisations.imported"]).get().by == lena


def test_the_command_changes_nothing_in_a_dry_run(db, members, capsys):
    call_command("import_organisations", members, dry_run=True)

    assert "Nothing was saved." in capsys.readouterr().out
    assert not Organisation.objects.exists()
    assert not OrganisationImport.objects.exists()


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("", {}, "empty"),
        ("Town,Number\nBath,1147168\n", {}, "No column is headed"),
        ("Name,Town\nKitchen,Bath\n", {}, "--sector"),
        (TWO, {"by": "nobody@example.org"}, "Nobody here"),
    ],
)
def test_the_command_says_what_it_needs(db, tmp_path, text, options, said):
    path = tmp_path / "members.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=said):
        call_command("import_organisations", path, **options)


def test_an_unreadable_file_is_not_checked(db):
    job = organisation_imports.upload(file_name="x.csv", contents=b"%PDF-1.7", by=None)
    with pytest.raises(Unreadable):
        organisation_imports.check(organisation_import=job, columns={0: "name"}, sector="VC")


def test_org_3_a_file_that_moves_an_organisation_to_another_sector_keeps_its_history(lena):
    known = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    make.organisation_import("Name,Number,Sector\nKitchen,1147168,FA\nNew,1147169,SE\n",
                             by=lena, done=True)  # fmt: skip

    assert list(known.sectors.order_by("pk").values_list("sector", flat=True)) == ["VC", "FA"]
    assert Organisation.objects.get(name="New").sectors.get().sector == "SE"
