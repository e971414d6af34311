"""After a restore from a backup nothing goes until a person says so (DLV-1)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition import epochs, tasks
from recognition.actions import dispatch, rendering, restores
from recognition.models import Campaign, Epoch
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.LETTERS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def going(programme):
    """Two letters that are typeset and may go."""
    campaign = make.campaign([make.event(), make.event()], released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign


def restore(how):
    """Bring the database back as it was before the last letters went."""
    restores.may_go()
    if how == "dump":
        Epoch.objects.update(database="1/2")
    elif how == "older":
        restores.may_go()
        Epoch.objects.update(tick=0)
    else:
        (epochs.settings.LETTERS_DIR / "epoch").unlink()


def sent(campaign):
    dispatch.send_chunk(campaign_id=campaign.pk)
    return campaign.letters.filter(status="sent").count()


def test_a_new_database_sends_whatever_lies_beside_it(going, folder):
    (folder / "epoch").write_text("77/5 100\n")

    assert sent(going) == 2

    assert Epoch.objects.get().database == epochs.database()


def test_it_goes_on_from_chunk_to_chunk(going):
    assert restores.may_go()
    assert restores.may_go()

    assert sent(going) == 2
    assert Epoch.objects.get().tick == 2


@pytest.mark.parametrize("how", ["dump", "older", "file"])
def test_dlv_1_after_a_restore_nothing_goes(going, how):
    restore(how)

    assert sent(going) == 0


@pytest.mark.parametrize("how", ["dump", "older", "file"])
def test_dlv_1_what_was_going_out_is_paused_by_itself(going, how):
    restore(how)

    tasks.sweep_letters()

    going.refresh_from_db()
    assert going.status == Campaign.Status.PAUSED
    entry = JournalEntry.objects.about(going).get(kind="campaign.paused")
    assert entry.facts == {"why": "The site came from a backup."}


@pytest.mark.parametrize("how", ["dump", "older", "file"])
def test_a_person_says_so_and_lets_each_campaign_go(going, rosa, how):
    restore(how)

    restores.confirm(by=rosa)

    assert Campaign.objects.get(pk=going.pk).status == Campaign.Status.PAUSED
    Campaign.objects.update(status="releasing")
    assert sent(going) == 2
    assert Epoch.objects.get().confirmed_by == rosa


def test_without_a_restore_there_is_nothing_to_confirm(going, rosa):
    restores.may_go()

    with pytest.raises(DomainError, match="letters may go"):
        restores.confirm(by=rosa)


def test_without_a_restore_nothing_is_paused(going):
    restores.may_go()

    assert restores.pause_restored() == 0


def test_where_it_cannot_be_noted_nothing_goes(going, folder):
    restores.may_go()
    (folder / "epoch").unlink()
    (folder / "epoch").mkdir()

    with pytest.raises(IsADirectoryError):
        restores.may_go()


def test_a_worker_that_is_behind_does_not_take_the_note_back(going):
    for _ in "123":
        restores.may_go()
    behind = Epoch.objects.get()
    behind.tick = 1

    epochs.witness(behind)

    assert epochs.noted(behind) == 2


def test_a_worker_that_went_on_meanwhile_is_no_restore(going):
    """Found by `dev chaos`: the row was read, another worker went on, then the file was read."""
    restores.may_go()
    seen = Epoch.objects.get()
    restores.may_go()

    assert epochs.noted(seen) > seen.tick
    assert not epochs.is_restored(seen)


@pytest.mark.parametrize("dies_at", ["write_text", "replace"])
def test_a_worker_that_is_killed_while_it_notes_leaves_the_note_whole(
    going, folder, monkeypatch, dies_at
):
    restores.may_go()
    noted = (folder / "epoch").read_text()

    with monkeypatch.context() as patch:
        patch.setattr(type(folder), dies_at, killed)
        with pytest.raises(KeyboardInterrupt):
            restores.may_go()

    assert (folder / "epoch").read_text() == noted
    assert restores.may_go()


def killed(*arguments, **named):
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
def test_nobody_sees_that_it_has_begun_before_it_is_noted(going, folder, monkeypatch):
    begin, seen = epochs.begin, []

    def begin_slowly(epoch):
        with ThreadPoolExecutor(1) as another:
            seen.append(
                another.submit(lambda: Epoch.objects.exists() or connection.close()).result()
            )
        begin(epoch)

    monkeypatch.setattr(epochs, "begin", begin_slowly)

    assert restores.may_go()
    assert seen == [None]


def test_the_database_keeps_one_row():
    with pytest.raises(IntegrityError, match="epoch_is_one"), transaction.atomic():
        Epoch.objects.create(pk=2, database="1/2")


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_the_database_gives_itself_away():
    """What pg_restore makes: the same rows in another database."""
    restores.may_go()
    name, copy = connection.settings_dict["NAME"], "epoch_copy"
    connection.close()
    _as_owner(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name}'"  # A thread of an earlier test, still going.
    )
    _as_owner(f'CREATE DATABASE {copy} TEMPLATE "{name}"')
    try:
        connection.settings_dict["NAME"] = copy
        epoch = Epoch.objects.get()
        assert epochs.is_restored(epoch)
        assert not restores.may_go()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        _as_owner(f"DROP DATABASE {copy}")
    assert restores.may_go()


def _as_owner(statement):
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "postgres"
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def test_a_person_at_the_machine_says_so(going, rosa, capsys):
    restore("dump")

    call_command("after_restore")
    assert "1 campaigns were put" in capsys.readouterr().out
    call_command("after_restore", by=rosa.email)

    assert restores.may_go()
    restore("dump")
    with pytest.raises(CommandError):
        call_command("after_restore", by="nobody@example.org")


def test_pages_say_that_nothing_goes_and_whom_to_ask(as_, rosa, going):
    restore("dump")
    browser = as_(rosa)

    for url in (
        reverse("recognition:campaign_list"),
        reverse("recognition:campaign_progress", args=[going.pk]),
    ):
        assert "came back from a backup" in browser.get(url).text
    assert "May letters go again?" in browser.get(reverse("recognition:after_restore")).text
    browser.post(reverse("recognition:after_restore"))

    assert restores.may_go()
