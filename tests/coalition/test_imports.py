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
from coalition.actions import import_steps, imports, organisations
from coalition.domain import DomainError
from coalition.imports import reports, tables, writing
from coalition.imports.kind import of
from coalition.models import (
    Contributor,
    Import,
    JournalEntry,
    Organisation,
    OrganisationIdentifier,
)
from coalition.views import imports as import_views
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
    assert job.status == Import.Status.DONE
    assert job.result == {
        **dict.fromkeys(["changed", "same", "repeated", "left"], 0),
        "new": 2,
        "faulty": 1,
    }


def test_importing_twice_changes_nothing(lena):
    make.organisation_import(TWO + "Forum without number,,\n", by=lena, done=True)
    before = on_the_register()
    entries = JournalEntry.objects.count()

    job = make.organisation_import(TWO + "Forum without number,,\n", by=lena, done=True)

    assert on_the_register() == before
    assert job.result["same"] == 3
    assert entries + 1 == JournalEntry.objects.count()


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
    assert JournalEntry.objects.count() == 1
    change = job.changes.get()
    assert (change.target, change.before, change.after) == (
        choir.pk,
        {"name": "Choir"},
        {"name": "Chorus"},
    )
    assert Organisation.objects.get(name="Kitchen").came_by == job


def test_an_import_is_started_once_and_the_second_person_is_told(lena, adele):
    job = make.organisation_import(TWO, by=lena)
    imports.start(job=job, seen=job.checked_at, by=lena)

    with pytest.raises(DomainError, match="Lena started this import at"):
        imports.start(job=job, seen=job.checked_at, by=adele)


def test_a_check_that_was_done_again_must_be_seen_before_starting(lena, adele):
    job = make.organisation_import(TWO, by=lena)
    seen = job.checked_at
    imports.match(job=job, columns={0: "name"}, options={"sector": "VC"})
    tasks.run_import(job.pk)

    with pytest.raises(DomainError, match="Look at the new check first"):
        imports.start(job=job, seen=seen, by=adele)


def test_an_import_cannot_start_unchecked_nor_be_checked_again_once_started(lena):
    unchecked = make.organisation_import(TWO, by=lena, checked=False)
    with pytest.raises(DomainError, match="cannot become"):
        imports.start(job=unchecked, seen=None, by=lena)

    started = make.organisation_import(TWO, by=lena, started=True)
    with pytest.raises(DomainError, match="cannot become"):
        imports.match(job=started, columns={0: "name"}, options={"sector": "VC"})


def test_only_those_who_keep_a_part_of_the_register_see_imports(lena, adele, rosa, pat):
    make.organisation_import(TWO)
    seen = [Import.objects.visible_to(one).count() for one in (lena, adele, rosa, pat)]
    assert seen == [1, 1, 1, 0]


def test_what_was_imported_is_not_discarded(lena):
    imports.discard(job=make.organisation_import(TWO))
    assert not Import.objects.exists()

    with pytest.raises(DomainError, match="stays on record"):
        imports.discard(job=make.organisation_import(TWO, done=True))


def kill_after(chunks, monkeypatch):
    """The worker dies when it has written this many chunks and is at the next."""
    written, write = count(), writing.write

    def dying(*arguments):
        found = write(*arguments)
        if next(written) == chunks:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(writing, "write", dying)


def test_a_killed_worker_loses_one_chunk_and_the_next_goes_on_from_there(lena, monkeypatch):
    monkeypatch.setattr(import_steps, "CHUNK", 10)
    job = make.organisation_import(many(35), by=lena, started=True)

    with monkeypatch.context() as patched:
        kill_after(2, patched)
        with pytest.raises(KeyboardInterrupt):
            tasks.run_import(job.pk)
    job.refresh_from_db()
    assert (job.rows_done, Organisation.objects.count()) == (20, 20)

    tasks.run_import(job.pk)
    assert Organisation.objects.count() == 20  # its lease has not run out yet

    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert list(Import.objects.in_nobodys_hands(timezone.now())) == [job]
    tasks.run_import(job.pk)

    job.refresh_from_db()
    assert (job.status, job.rows_done) == (Import.Status.DONE, 35)
    assert job.result["new"] == 35
    assert Organisation.objects.count() == OrganisationIdentifier.objects.count() == 35
    assert JournalEntry.objects.about(job).count() == 1


def test_a_worker_whose_lease_ran_out_writes_nothing_more(lena, monkeypatch):
    monkeypatch.setattr(import_steps, "CHUNK", 10)
    job = make.organisation_import(many(35), by=lena, started=True)

    claimed = import_steps._claim(job.pk)
    assert claimed
    assert import_steps._bring_in_chunk(claimed, of(claimed))
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.run_import(job.pk)

    assert not import_steps._bring_in_chunk(claimed, of(claimed))
    assert Organisation.objects.count() == 35


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_import_bring_it_in_once(monkeypatch):
    """The first is held while it has the import in hand, where the second could slip in."""
    job = make.organisation_import(many(25), started=True)
    first_is_held, let_go = Event(), Event()
    write = writing.write

    def held(*arguments):
        first_is_held.set()
        let_go.wait(5)
        return write(*arguments)

    def first_worker():
        tasks.run_import(job.pk)
        connection.close()

    monkeypatch.setattr(writing, "write", held)
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
def test_the_same_file_brought_in_by_two_at_once_doubles_nobody(monkeypatch):
    """People without a number or an address, whom no constraint would keep apart."""
    text = "Name,Postcode,Address line 1\nAnn,BS1 4ST,1 Mill Lane\nBen,BS1 4ST,2 Mill Lane\n"
    jobs = [make.people_import(text, started=True) for _ in range(2)]
    write, calls, first_is_held, let_go = writing.write, count(), Event(), Event()

    def held(*arguments):
        counts = write(*arguments)
        if next(calls) == 0:
            first_is_held.set()
            let_go.wait(5)
        return counts

    def worker(job):
        tasks.run_import(job.pk)
        connection.close()

    monkeypatch.setattr(writing, "write", held)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(worker, jobs[0])
        first_is_held.wait(5)
        second = pool.submit(worker, jobs[1])
        with pytest.raises(TimeoutError):
            second.result(0.5)  # waits for its turn
        let_go.set()
        first.result(5)
        second.result(5)

    for job in jobs:
        job.refresh_from_db()
    assert [(job.result["new"], job.result["same"]) for job in jobs] == [(2, 0), (0, 2)]
    assert Contributor.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_not_wait_for_an_import_that_another_is_taking(monkeypatch):
    job = make.organisation_import(TWO, started=True)
    saves, first_is_held, let_go = count(), Event(), Event()
    save = Import.save

    def held_save(self, **kwargs):
        if next(saves) == 0:
            first_is_held.set()
            let_go.wait(5)
        save(self, **kwargs)

    def first_worker():
        tasks.run_import(job.pk)
        connection.close()

    monkeypatch.setattr(Import, "save", held_save)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(first_worker)
        first_is_held.wait(5)
        assert import_steps._claim(job.pk) is None
        let_go.set()
        first.result(5)


@pytest.mark.django_db(transaction=True)
def test_two_people_press_import_at_once_and_one_is_told(monkeypatch):
    lena, adele = make.user("Lena"), make.user("Adele")
    job = make.organisation_import(TWO)
    saves, first_is_held, let_go = count(), Event(), Event()
    save = Import.save

    def held_save(self, **kwargs):
        if next(saves) == 0:
            first_is_held.set()
            let_go.wait(5)
        save(self, **kwargs)

    def press(person):
        try:
            return imports.start(job=job, seen=job.checked_at, by=person)
        except DomainError as error:
            return str(error)
        finally:
            connection.close()

    monkeypatch.setattr(Import, "save", held_save)
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
    settle, calls = writing._settle, count()

    def hand_is_quicker(*arguments):
        settle(*arguments)
        if next(calls) == 0:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(add_library).result(5)

    def add_library():
        organisations.add(by=by_hand, name="Library", sector="VC", scheme="GB-CHC", value="1089784")
        connection.close()

    monkeypatch.setattr(writing, "_settle", hand_is_quicker)
    tasks.run_import(job.pk)

    job.refresh_from_db()
    assert (job.result["new"], job.result["same"]) == (1, 1)
    assert Organisation.objects.count() == 2


def test_an_import_that_keeps_breaking_stops_and_can_be_taken_up_again(lena, monkeypatch):
    job = make.organisation_import(TWO, by=lena, started=True)

    def broken(*arguments):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(writing, "write", broken)
        for _ in range(import_steps.MOST_ATTEMPTS):
            with pytest.raises(RuntimeError):
                tasks.run_import(job.pk)
            Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        tasks.run_import(job.pk)
    job.refresh_from_db()
    assert job.status == Import.Status.STOPPED
    assert "5 times after 0 rows" in job.problem

    imports.start(job=job, seen=job.checked_at, by=lena)
    tasks.run_import(job.pk)

    job.refresh_from_db()
    assert job.status == Import.Status.DONE


def test_the_sweep_hands_out_imports_that_no_worker_is_at(
    lena, monkeypatch, django_capture_on_commit_callbacks
):
    waiting = make.organisation_import(TWO, started=True)
    in_hand = make.organisation_import(TWO, started=True)
    Import.objects.filter(pk=in_hand.pk).update(lease_until=timezone.now() + timedelta(seconds=30))
    handed_out = []
    monkeypatch.setattr(tasks, "ring", lambda task, pk: handed_out.append(pk))

    tasks.sweep_imports()

    assert handed_out == [waiting.pk]


def test_a_file_is_dropped_a_day_after_its_import_was_done(db):
    done = make.organisation_import(TWO, done=True)
    fresh = make.organisation_import(TWO, done=True)
    left_lying = make.organisation_import(TWO)
    long_ago = timezone.now() - timedelta(hours=25)
    Import.objects.filter(pk=done.pk).update(finished_at=long_ago)
    Import.objects.filter(pk=left_lying.pk).update(uploaded_at=long_ago)

    imports.drop_files()

    done.refresh_from_db()
    fresh.refresh_from_db()
    assert not done.has_file
    assert not done.parts.exists()
    assert not tables.are_whole(done)
    assert fresh.parts.exists()
    assert not Import.objects.filter(pk=left_lying.pk).exists()


def test_the_file_of_faulty_rows_can_be_corrected_and_uploaded(lena):
    text = (
        'Name,Number,Notes\nKitchen,1147168,\n,1089784,"=HYPERLINK(""x"")"\nChoir,1.1E+06,+44 20\n'
    )
    job = make.organisation_import(text, by=lena, done=True)
    report = b"".join(reports.faulty_rows(job)).decode("utf-8-sig")
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
    with django_assert_max_num_queries(30):
        tasks.run_import(job.pk)


@needs_shared_data
@pytest.mark.parametrize("name", ["11_ragged_rows.csv", "14_duplicates_inside_one_file.csv"])
def test_what_happens_is_what_the_check_said_wherever_chunks_end(db, monkeypatch, name):
    monkeypatch.setattr(import_steps, "CHUNK", 3)
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


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("keeps_its_file_until_done", {"file_dropped_at": timezone.now()}),
        ("is_checked_before_it_runs", {"checked_at": None}),
        ("done_when_every_row_is", {"status": "done", "finished_at": timezone.now()}),
        ("does_no_row_too_many", {"rows_done": 3}),
        ("undone_has_a_time", {"status": "undone"}),
    ],
)
def test_the_database_refuses_an_import_that_contradicts_itself(db, constraint, fields):
    job = make.organisation_import(TWO)
    with pytest.raises(IntegrityError, match=f"import_{constraint}"), transaction.atomic():
        Import.objects.filter(pk=job.pk).update(**fields)


def test_the_database_refuses_a_part_of_more_than_a_megabyte(db):
    job = make.organisation_import(TWO)
    with pytest.raises(IntegrityError, match="import_part_is_small"), transaction.atomic():
        job.parts.create(number=7, data=b"x" * 1_000_001)


@pytest.fixture
def members(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text(TWO + ",1089999,\n")
    return path


def test_the_command_imports_and_says_what_it_did(lena, members, capsys):
    call_command(
        "import_spreadsheet", "organisations", members, answer=["sector=VC"], by=lena.email
    )

    said = capsys.readouterr().out
    assert "2 new" in said
    assert "Row 4, Name, “”: The row has no name." in said
    assert "Done: 2 added, 0 changed." in said
    assert JournalEntry.objects.of_kinds(["organisations.imported"]).get().by == lena


def test_the_command_changes_nothing_in_a_dry_run(db, members, capsys):
    call_command("import_spreadsheet", "organisations", members, answer=["sector=VC"], dry_run=True)

    assert "Nothing was saved." in capsys.readouterr().out
    assert not Organisation.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("", {}, "empty"),
        ("Town,Number\nBath,1147168\n", {}, "Choose which column holds"),
        ("Name,Town\nKitchen,Bath\n", {}, "sector=CG"),
        (TWO, {"by": "nobody@example.org"}, "Nobody here"),
    ],
)
def test_the_command_says_what_it_needs(db, tmp_path, text, options, said):
    path = tmp_path / "members.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=said):
        call_command("import_spreadsheet", "organisations", path, **options)


def test_the_command_asks_whose_references_a_file_has(db, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Ref,Name\n17,Ben Okafor\n")
    with pytest.raises(CommandError, match="references are from"):
        call_command("import_spreadsheet", "people", path)


def test_org_3_a_file_that_moves_an_organisation_to_another_sector_keeps_its_history(lena):
    known = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    make.organisation_import("Name,Number,Sector\nKitchen,1147168,FA\nNew,1147169,SE\n",
                             by=lena, done=True)  # fmt: skip

    assert list(known.sectors.order_by("pk").values_list("sector", flat=True)) == ["VC", "FA"]
    assert Organisation.objects.get(name="New").sectors.get().sector == "SE"


def test_a_file_of_no_rows_is_answered_with_what_to_do(db):
    with pytest.raises(DomainError, match="no rows below"):
        make.organisation_import("Name,Number\n", checked=False)
    assert not Import.objects.exists()


def test_twenty_thousand_faults_are_counted_shown_in_part_and_downloaded_whole(as_, lena):
    text = "Name,Number\n" + ",1147168\n" * 20_000
    job = make.organisation_import(text, by=lena, columns={0: "name", 1: "charity"})

    assert job.forecast["faulty"] == 20_000
    assert len(job.forecast["faults_shown"]) == 50
    page = as_(lena).get(f"/imports/{job.pk}/check/")
    assert len(page.content) < 60_000
    found = as_(lena).get(f"/imports/{job.pk}/to-correct.csv").getvalue().decode()
    assert found.count("The row has no name") == 20_000


def test_the_same_file_twice_is_recognised_and_said(as_, lena):
    make.organisation_import(TWO, by=lena, done=True)
    again = make.organisation_import(TWO, by=lena)
    other = make.organisation_import(TWO + "Choir,,\n", by=lena)

    said = "This very file came in before"
    assert said in as_(lena).get(f"/imports/{again.pk}/check/").content.decode()
    assert said not in as_(lena).get(f"/imports/{other.pk}/check/").content.decode()


def test_columns_are_remembered_for_the_same_headings_in_any_order(as_, lena):
    columns = {0: "known_as", 1: "name"}
    make.organisation_import("Alpha,Beta\nK,Kitchen\n", columns=columns, sector="FA")

    again = make.organisation_import("Beta,Alpha\nHall,H\n", by=lena, checked=False)

    assert again.matched == {0: "name", 1: "known_as"}
    assert again.options["sector"] == "FA"
    page = as_(lena).get(f"/imports/{again.pk}/columns/").content.decode()
    assert "as it was matched then" in page


def test_rows_that_a_crash_of_the_database_emptied_are_read_again(lena, monkeypatch):
    """Unlogged tables are empty after a crash."""
    monkeypatch.setattr(import_steps, "CHUNK", 10)
    job = make.organisation_import(many(25), by=lena, started=True)
    claimed = import_steps._claim(job.pk)
    import_steps._bring_in_chunk(claimed, of(claimed))
    tables.execute(f"truncate {tables.rows_of(job)}, {tables.done_of(job)}")
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    tasks.run_import(job.pk)

    job.refresh_from_db()
    assert (job.status, job.result["new"]) == ("done", 25)
    assert Organisation.objects.count() == 25


def test_a_check_that_keeps_breaking_goes_back_to_the_columns_and_says_so(as_, lena, monkeypatch):
    job = make.organisation_import(TWO, by=lena, checked=False)
    imports.match(job=job, columns=job.matched, options={"sector": "VC"})

    def broken(*arguments):
        raise RuntimeError

    monkeypatch.setattr(tables, "fill", broken)
    for _ in range(import_steps.MOST_ATTEMPTS):
        with pytest.raises(RuntimeError):
            tasks.run_import(job.pk)
        Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.run_import(job.pk)

    job.refresh_from_db()
    assert job.status == Import.Status.UPLOADED
    page = as_(lena).get(f"/imports/{job.pk}/columns/").content.decode()
    assert "The rows could not be checked" in page


def test_a_large_file_is_checked_in_the_background(as_, lena, monkeypatch):
    monkeypatch.setattr(import_views, "AT_ONCE", 1)
    job = make.organisation_import(TWO, by=lena, checked=False)
    chosen = {f"column_{at}": holds for at, holds in job.matched.items()}
    client = as_(lena)

    client.post(f"/imports/{job.pk}/columns/", {**chosen, "sector": "VC", "updates_known": "yes"})
    page = client.get(f"/imports/{job.pk}/").content.decode()
    assert "Rows are being checked" in page
    tasks.run_import(job.pk)

    polled = client.get(f"/imports/{job.pk}/", headers={"HX-Request": "true"})
    assert polled.headers["HX-Redirect"] == f"/imports/{job.pk}/check/"


def test_what_became_of_each_row_can_be_downloaded(as_, lena):
    job = make.organisation_import(TWO + ",1089785,\n", by=lena, done=True)
    lines = as_(lena).get(f"/imports/{job.pk}/rows.csv").getvalue().decode().splitlines()
    kitchen = Organisation.objects.get(name="Kitchen")
    assert lines[1] == f"2,Came in,{kitchen.pk}"
    assert lines[3] == "4,Needs correcting,"


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Name,Number\nThe Kitchen,1147168\n", False),  # another name
        ("Name,Number,Company number\nKitchen,1147168,04412345\n", False),  # another number
        ("Name,Number,Website\nKitchen,1147168,kitchen.example\n", True),
    ],
)
def test_who_an_organisation_is_must_be_verified_anew(lena, text, stands):
    """As where somebody changes it by hand."""
    kitchen = make.organisation("Kitchen", org_id="GB-CHC-1147168")
    organisations.verify(organisation=kitchen, by=lena)

    job = make.organisation_import(text, by=lena, done=True)

    kitchen.refresh_from_db()
    assert job.result["changed"] == 1
    assert bool(kitchen.verified_by) == bool(kitchen.verified_at) == stands


@pytest.mark.parametrize("since", [None, 0, 400])
def test_org_3_a_file_leaves_the_same_history_of_sectors_as_a_hand(lena, since):
    """Where there was no history, one that began today, or one that began long ago."""
    found = []
    for number in (1147168, 1089784):
        made = make.organisation(f"Group {number}", org_id=f"GB-CHC-{number}")
        if since is None:
            made.sectors.all().delete()
        else:
            made.sectors.update(from_on=timezone.localdate() - timedelta(days=since))
        found.append(made)

    organisations.change(organisation=found[0], by=lena, sector="FA")
    make.organisation_import("Name,Number,Sector\nGroup 1089784,1089784,FA\n", by=lena, done=True)

    by_hand, by_file = (
        [*one.sectors.values_list("sector", "from_on", "to_on").order_by("pk")] for one in found
    )
    assert by_hand == by_file
    assert by_file[-1][0] == "FA"
