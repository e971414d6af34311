"""Whether names are shown: decided when a forum is opened, changed by a version of its scope."""

from threading import Thread

import pytest
from django.db import connection
from django.urls import reverse

from coalition.domain import DomainError
from coalition.models import Mail
from forums.actions import scopes
from forums.models import Forum, Membership
from tests import make

UNNAMED = Forum.Attribution.NON_ATTRIBUTED
NAMED = Forum.Attribution.ATTRIBUTED


@pytest.fixture
def unnamed(forum, leo, lena):
    """By a second version of its scope."""
    make.scope(forum, drafted_by=leo, approved_by=lena, attribution=UNNAMED)
    forum.refresh_from_db()
    return forum


def test_sco_4_it_takes_effect_with_the_scope_and_asks_everyone_again(member, leo, lena):
    drafted = make.scope(member.forum, drafted_by=leo, sent=True, attribution=UNNAMED)
    before = Forum.objects.get().attribution

    scope = scopes.approve(scope=drafted, by=lena)

    assert (before, Forum.objects.get().attribution) == (NAMED, UNNAMED)
    assert scope.version == "2.0"
    assert member in Membership.objects.yet_to_acknowledge()
    assert Mail.objects.filter(kind="forum_scope_changed", concerns=member.contributor).exists()


def test_sco_4_names_that_were_kept_back_stay_back(unnamed, leo, lena):
    with pytest.raises(DomainError, match="so names stay back. Open another forum"):
        make.scope(unnamed, drafted_by=leo, sent=True, attribution=NAMED)


def test_sco_4_nor_are_they_shown_by_a_version_that_was_sent_before(unnamed, leo, lena):
    """Names were kept back while it waited for approval."""
    Forum.objects.update(attribution=NAMED)
    sent = make.scope(unnamed, drafted_by=leo, sent=True, attribution=NAMED)
    Forum.objects.update(attribution=UNNAMED)

    with pytest.raises(DomainError, match="so names stay back"):
        scopes.approve(scope=sent, by=lena)


def test_the_first_scope_may_still_say_either(programme, lena, grace):
    """Nobody has said anything yet."""
    forum = make.forum(programme=programme, by=lena, recruiting=True, attribution=UNNAMED)

    make.scope(forum, drafted_by=grace, approved_by=lena, attribution=NAMED)

    forum.refresh_from_db()
    assert forum.attribution == NAMED


def test_a_first_draft_begins_with_what_was_said_when_the_forum_was_opened(as_, lena, programme):
    forum = make.forum(programme=programme, by=lena, attribution=UNNAMED)

    page = as_(lena).get(reverse("forums:scope_draft", args=[forum.pk])).content.decode()

    assert 'value="non_attributed" id="id_attribution_1" checked' in page


def test_the_form_does_not_ask_where_names_stay_back(as_, unnamed, lena):
    page = as_(lena).get(reverse("forums:scope_draft", args=[unnamed.pk])).content.decode()

    assert "That stays so." in page
    assert 'name="attribution"' not in page


def test_the_facts_of_a_forum_do_not_change_it(as_, forum, lena):
    page = as_(lena).get(reverse("forums:forum_edit", args=[forum.pk])).content.decode()

    assert "whether names are shown, stands in its scope" in page
    assert 'name="attribution"' not in page


def test_the_scope_says_it_and_what_changed(as_, forum, lena, leo):
    draft = make.scope(forum, drafted_by=leo, sent=True, attribution=UNNAMED)

    page = as_(lena).get(draft.get_absolute_url()).content.decode()

    assert "Members see the sector of whoever speaks, never a name or an organisation." in page
    assert "public bodies may have to disclose it (freedom of information)" in page
    assert "major change" in page


@pytest.mark.django_db(transaction=True)
def test_two_versions_are_approved_one_after_the_other(forum, leo, lena, held):
    """The forum's row is held: whoever approves second sees what came of the first."""
    sent = make.scope(forum, drafted_by=leo, sent=True, attribution=UNNAMED)
    is_held, let_go = held(type(sent))
    outcomes = []

    def approve():
        try:
            outcomes.append(scopes.approve(scope=sent, by=lena).version)
        except DomainError as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    first, second = Thread(target=approve), Thread(target=approve)
    first.start()
    assert is_held.wait(10)
    second.start()
    second.join(0.5)
    let_go.set()
    first.join(10)
    second.join(10)

    assert sorted(outcomes) == ["2.0", "This scope is in force now, so it cannot become in force."]
    assert Forum.objects.get().attribution == UNNAMED
