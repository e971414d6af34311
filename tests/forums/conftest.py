"""The forum's cast: Grace chairs, Nell is a member from Kitchen, Leo leads the programme as Lena
does, so that one of them can approve what the other drafted."""

import pytest

from forums.actions import forums
from tests import make


@pytest.fixture
def leo(programme):
    return make.user("Leo", role="programme_lead", programme=programme)


@pytest.fixture
def grace(db):
    return make.user("Grace")


@pytest.fixture
def nell(db):
    return make.user("Nell")


@pytest.fixture
def recruiting(programme, lena):
    """Has a chair's seat that nobody has taken, and no scope."""
    return make.forum(programme=programme, by=lena, name="Going home well", recruiting=True)


@pytest.fixture
def chair(recruiting, grace, leo, lena):
    """Grace in the chair of a forum whose scope 1.0 is in force and acknowledged by her."""
    make.scope(recruiting, drafted_by=leo, approved_by=lena)
    return make.member(recruiting.seats.get(), grace)


@pytest.fixture
def forum(chair, lena):
    """Active."""
    return forums.activate(forum=chair.forum, by=lena)


@pytest.fixture
def member(forum, nell, kitchen, lena):
    """Nell, seated from Kitchen."""
    return make.member(make.seat(forum, by=lena, sector="VC"), nell, organisation=kitchen)
