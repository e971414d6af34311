"""Files of the demo world when it is built anew: the new ones stay, and the old ones go."""

import pytest

from dev.commands import files_set_aside


@pytest.fixture
def kept(tmp_path):
    file = tmp_path / "attachments" / "plan.pdf"
    file.parent.mkdir()
    file.write_text("old")
    return file


def test_what_the_new_world_keeps_stays_and_the_old_goes(kept, tmp_path):
    with files_set_aside(tmp_path, "attachments", "letters"):
        assert not kept.exists()
        kept.parent.mkdir()
        (kept.parent / "rota.pdf").write_text("new")

    assert [path.name for path in kept.parent.iterdir()] == ["rota.pdf"]
    assert [path.name for path in tmp_path.iterdir()] == ["attachments"]


def test_a_world_that_does_not_come_about_takes_nothing_away(kept, tmp_path):
    def fail():
        with files_set_aside(tmp_path, "attachments"):
            kept.parent.mkdir()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert kept.read_text() == "old"
