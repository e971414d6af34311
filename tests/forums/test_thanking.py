"""Thanks in a meeting: names are said by leave, and asked about at the moment (MTG-6)."""

import pytest

from coalition.domain import DomainError
from coalition.models import JournalEntry
from forums import thanking
from forums.actions import agendas, mentions, minutes, sessions
from forums.models import Forum
from tests import make


@pytest.fixture
def meeting(forum, member, grace):
    return make.session(forum, by=grace, here=[member])


@pytest.fixture
def omar(db, kitchen):
    """Is happy to be named in full."""
    person = make.contributor("Dr Omar Yardley", organisation=kitchen, adult="yes")
    make.preference(person, publicity="full_name")
    return person


def listed(meeting, person, chair, grace, **fields):
    return make.mention(meeting, person, membership=chair, by=grace, **fields)


def said(mention):
    mention.refresh_from_db()
    return thanking.sentence(mention, thanking.names_for([mention])[mention.pk])


WITHOUT = (
    "I want to thank somebody who drove six families home in the snow."
    " It meant that nobody spent that night in a corridor."
)


def test_mtg_6_who_agreed_to_it_is_named(meeting, omar, chair, grace):
    assert said(listed(meeting, omar, chair, grace)).startswith(
        "I want to thank Dr Omar Yardley, who drove six families home in the snow."
    )


def test_mtg_6_who_was_never_asked_is_not_named(meeting, chair, grace):
    person = make.contributor("Ivy Stone", adult="yes")

    assert said(listed(meeting, person, chair, grace)) == WITHOUT


@pytest.mark.parametrize(
    ("publicity", "name"),
    [
        ("none", "somebody who"),
        ("organisation", "somebody from Aldermere Community Kitchen, who"),
        ("first_name", "Omar, who"),
        ("photo", "Dr Omar Yardley, who"),
    ],
)
def test_mtg_6_as_much_is_said_as_they_allow(meeting, kitchen, chair, grace, publicity, name):
    person = make.contributor("Dr Omar Yardley", organisation=kitchen, adult="yes")
    make.preference(person, publicity=publicity)

    mention = listed(meeting, person, chair, grace, organisation=kitchen)

    assert said(mention).startswith(f"I want to thank {name}")


@pytest.mark.parametrize("scope", ["contact", "recognition", "publicity"])
def test_mtg_6_on_hold_there_is_a_neutral_line(meeting, omar, chair, grace, scope):
    mention = listed(meeting, omar, chair, grace)
    assert "Omar" in said(mention)

    make.hold(omar, scope)

    assert said(mention) == WITHOUT


def test_mtg_6_who_wants_no_thanks_from_a_chair_is_not_named(meeting, omar, chair, grace):
    omar.preference.thanker = "people_helped"
    omar.preference.save()

    assert said(listed(meeting, omar, chair, grace)) == WITHOUT


def test_mtg_6_the_strictest_wish_wins(meeting, omar, kitchen, chair, grace):
    make.preference(kitchen, publicity="none")

    assert said(listed(meeting, omar, chair, grace)) == WITHOUT


def test_mtg_6_what_was_said_is_what_was_allowed_then(meeting, omar, chair, grace):
    mention = listed(meeting, omar, chair, grace)
    make.hold(omar, "publicity")

    mention = mentions_say(mention, grace)

    assert mention.said_to == ""
    assert not JournalEntry.objects.get(kind="meeting.thanked").facts["thanked"]


def mentions_say(mention, by):
    return mentions.say(mention=mention, by=by)


def test_mtg_6_whoever_was_named_has_been_thanked(meeting, omar, chair, grace):
    mentions_say(listed(meeting, omar, chair, grace), grace)

    entry = JournalEntry.objects.get(kind="meeting.thanked")
    assert entry.concerns == omar
    assert entry.facts == {
        "deed": "drove six families home in the snow",
        "impact": "nobody spent that night in a corridor",
        "organisation": None,
        "thanked": True,
    }


def test_thanks_are_said_once(meeting, omar, chair, grace):
    mention = mentions_say(listed(meeting, omar, chair, grace), grace)

    with pytest.raises(DomainError, match="said already"):
        mentions_say(mention, grace)
    with pytest.raises(DomainError, match="said already"):
        mentions.remove(mention=mention, by=grace)


def test_thanks_are_not_said_before_the_meeting(forum, member, omar, chair, grace):
    planned = make.meeting(forum, by=grace)

    with pytest.raises(DomainError, match="has not begun"):
        mentions_say(listed(planned, omar, chair, grace), grace)


def test_thanks_that_are_not_on_the_agenda_are_put_back_first(meeting, omar, chair, grace):
    agendas.remove(item=meeting.items.get(kind="thanks"), because="In a hurry.", by=grace)

    with pytest.raises(DomainError, match="not on this agenda"):
        listed(meeting, omar, chair, grace)


def test_the_same_thanks_are_listed_once(meeting, omar, chair, grace):
    listed(meeting, omar, chair, grace)

    with pytest.raises(DomainError, match="on the list already"):
        listed(meeting, omar, chair, grace)


def test_mtg_4_minutes_that_do_not_attribute_thank_without_a_name(
    meeting, forum, omar, chair, grace
):
    Forum.objects.filter(pk=forum.pk).update(attribution="non_attributed")
    mentions_say(listed(meeting, omar, chair, grace), grace)
    meeting.refresh_from_db()

    minutes.lay_out(meeting=meeting, by=grace)

    assert meeting.items.get(kind="thanks").record == (
        "Thanks were given to somebody who drove six families home in the snow."
    )


def test_mtg_6_minutes_name_whom_the_meeting_named(meeting, omar, chair, grace):
    mentions_say(listed(meeting, omar, chair, grace), grace)

    minutes.lay_out(meeting=meeting, by=grace)

    assert "given to Dr Omar Yardley, who" in meeting.items.get(kind="thanks").record


# --- What the ledger hears (CTB-1) ---


def entries(kind):
    return JournalEntry.objects.filter(kind=kind)


@pytest.mark.parametrize("thanked", [True, False])
def test_ctb_1_who_chaired_and_who_came_is_told_once(meeting, member, chair, grace, thanked):
    sessions.close(meeting=meeting, chair_seat=chair.seat, everyone_thanked=thanked, by=grace)

    chaired, attended = entries("meeting.chaired").get(), entries("meeting.attended").get()
    assert (chaired.concerns, attended.concerns) == (chair.contributor, member.contributor)
    assert chaired.facts["deed"] == "chaired meeting 1 of the forum “Going home well”"
    assert (chaired.facts["thanked"], attended.facts["thanked"]) == (False, thanked)


# --- Pages ---


def at(meeting, rest):
    return f"{meeting.get_absolute_url()}{rest}"


SENTENCES = {
    "what_they_did": "drove six families home",
    "what_it_made_possible": "nobody slept in a corridor",
}


def test_the_opening_has_all_that_is_read_aloud(meeting, omar, chair, grace, as_):
    listed(meeting, omar, chair, grace)

    page = as_(grace).get(at(meeting, "opening/")).content.decode()

    assert "We make going home from hospital work." in page
    assert "Some members disagree with discharge targets." in page
    assert "I want to thank Dr Omar Yardley" in page
    assert "There is a quorum: 2 of 2 with a vote" in page


def test_the_chair_thanks_a_member_or_anybody_on_the_register(meeting, omar, member, grace, as_):
    url = at(meeting, "thanks/new/")

    as_(grace).post(url, {**SENTENCES, "member": member.contributor_id})
    as_(grace).post(url, {**SENTENCES, "email": omar.email.upper()})

    found = meeting.items.get(kind="thanks").mentions.order_by("pk")
    assert [mention.contributor for mention in found] == [member.contributor, omar]
    assert found[1].organisation.name == "Aldermere Community Kitchen"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Choose whom you thank"),
        ({"email": "nobody@example.org"}, "Nobody on the register has this address"),
        ({"email": "omar"}, "Enter an email address"),
    ],
)
def test_whom_to_thank_is_asked_in_words(meeting, grace, as_, fields, told):
    answer = as_(grace).post(at(meeting, "thanks/new/"), {**SENTENCES, **fields})

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_mtg_6_no_sentence_names_whom_it_thanks(meeting, omar, grace, as_):
    fields = {**SENTENCES, "what_they_did": "drove, as Yardley always does", "email": omar.email}

    answer = as_(grace).post(at(meeting, "thanks/new/"), fields)

    assert "Leave out ‘Yardley’" in answer.content.decode()


def test_said_and_taken_off_by_a_button(meeting, omar, chair, grace, as_):
    one = listed(meeting, omar, chair, grace)
    two = listed(meeting, omar, chair, grace, what_they_did="rang on day two")

    as_(grace).post(at(meeting, f"thanks/{one.pk}/say/"))
    as_(grace).post(at(meeting, f"thanks/{two.pk}/remove/"))

    one.refresh_from_db()
    assert one.said_at
    assert one.item.mentions.count() == 1
