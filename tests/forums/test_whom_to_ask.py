"""What somebody would change in the room, and whom to ask (story 4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.models import Affiliation, Organisation
from forums.aims import Traits, against
from forums.effects import effect_of
from forums.models import MixTarget
from tests import make


def url(name, *args):
    return reverse(f"forums:{name}", args=args)


def page(client, name, forum, query=""):
    return client.get(url(name, forum.pk) + query).content.decode()


@pytest.fixture
def vale(db):
    return make.council("Vale District Council")


@pytest.fixture
def wanted(forum, lena, vale):
    """Two seats are empty; the forum aims for somebody from the Vale, and from the NHS."""
    for sector in ("", "NHS"):
        make.seat(forum, by=lena, sector=sector, title=f"Seat {sector}")
    make.target(forum, by=lena, attribute="area", category=vale.gss)
    make.target(forum, by=lena, category="NHS")
    return forum


# --- What it would change ---


def aims(*targets, room=()):
    return against([MixTarget(**target) for target in targets], room)


NHS = {"attribute": "sector", "category": "NHS"}
SMALL = {"attribute": "size", "category": "100k"}


@pytest.mark.parametrize(
    ("targets", "room", "words"),
    [
        ([{**NHS, "least": 1}], [], "closes the gap: NHS body"),
        ([{**NHS, "least": 3}], [Traits("NHS")], "brings nearer: NHS body (2 of 3)"),
        ([{**NHS, "most": 1}], [Traits("NHS")],
         "goes beyond what you aim for: NHS body (2, at most 1)"),
        ([{**NHS, "least": 1}], [Traits("NHS")], "changes nothing that you aim for"),
        ([{"attribute": "sector", "category": "FA", "least": 1}], [],
         "changes nothing that you aim for"),
        ([{**NHS, "least": 1}, {**SMALL, "least": 1}], [],
         "closes the gaps: NHS body, Groups under £100,000 a year"),
        ([{**NHS, "most": 0}, {**SMALL, "least": 1}], [],
         "closes the gap: Groups under £100,000 a year; goes beyond what you aim for: NHS body"
         " (1, at most 0)"),
    ],
)  # fmt: skip
def test_what_one_more_would_change_is_said(targets, room, words):
    assert effect_of(aims(*targets, room=room), Traits("NHS", "100k")).in_words == words


def test_before_asking_one_sees_which_gap_it_closes(as_, lena, wanted, vale):
    make.organisation("Vale Befrienders", areas=[vale])

    words = page(as_(lena), "mix", wanted, "?organisation=vale+befrienders")

    assert "<strong>Vale Befrienders</strong> closes the gap: Vale District Council." in words
    assert "Ask someone to be Seat" in words


def test_before_asking_one_sees_that_no_seat_is_open_to_them(as_, lena, forum):
    make.organisation("Vale Befrienders")

    assert "No empty seat is open" in page(
        as_(lena), "mix", forum, "?organisation=Vale+Befrienders"
    )


def test_a_name_that_nobody_has_is_explained(as_, lena, wanted):
    words = page(as_(lena), "mix", wanted, "?organisation=Atlantis")

    assert "No organisation on the register is called Atlantis" in words


def test_a_member_who_asks_nobody_sees_no_preview(as_, nell, member):
    assert "Before you ask" not in page(as_(nell), "mix", member.forum)


# --- Whom to ask ---


def names(client, forum, query=""):
    found = client.get(url("mix_ask", forum.pk) + query).context["found"]
    return [one.organisation.name for one in found]


def test_those_who_close_most_gaps_come_first(as_, lena, wanted, vale):
    make.organisation("Ward charity", sector="NHS")
    make.organisation("Vale clinic", sector="NHS", areas=[vale])
    make.organisation("Vale choir", areas=[vale])
    make.organisation("Elsewhere")

    found = names(as_(lena), wanted)

    assert found[0] == "Vale clinic"
    assert set(found[1:]) == {"Ward charity", "Vale choir"}


def test_the_reason_stands_there_in_words(as_, lena, wanted, vale):
    clinic = make.organisation("Vale clinic", sector="NHS", areas=[vale])
    make.contributor(organisation=clinic)

    assert (
        "Closes the gaps: Vale District Council, NHS body; the seat ‘Seat NHS’ hopes for somebody"
        " like them; we know somebody there." in page(as_(lena), "mix_ask", wanted)
    )


def test_one_gap_may_be_looked_at_alone(as_, lena, wanted, vale):
    make.organisation("Ward charity", sector="NHS")
    make.organisation("Vale choir", areas=[vale])
    target = wanted.targets.get(attribute="area")

    assert names(as_(lena), wanted, f"?for={target.pk}") == ["Vale choir"]


@pytest.mark.parametrize("query", ["?for=0", "?for=x", "?for="])
def test_a_gap_that_is_not_there_is_any_gap(as_, lena, wanted, query):
    make.organisation("Ward charity", sector="NHS")

    assert names(as_(lena), wanted, query) == ["Ward charity"]


def test_where_we_know_somebody_comes_first(as_, lena, wanted):
    make.organisation("A", sector="NHS")
    make.contributor(organisation=make.organisation("Ward charity", sector="NHS"))

    assert names(as_(lena), wanted) == ["Ward charity", "A"]


def test_whoever_left_is_nobody_that_we_know(as_, lena, wanted):
    ward = make.organisation("Ward charity", sector="NHS")
    make.contributor(organisation=ward)
    yesterday = timezone.localdate() - timedelta(days=1)
    Affiliation.objects.update(from_on=yesterday, to_on=yesterday)

    assert "we know nobody there yet" in page(as_(lena), "mix_ask", wanted)


def test_an_organisation_that_would_go_beyond_a_limit_comes_last(as_, lena, wanted, nell, vale):
    make.organisation("Vale school", sector="ED", areas=[vale])
    make.organisation("Vale choir", areas=[vale])
    seat = make.seat(wanted, by=lena)
    make.member(seat, nell, organisation=make.organisation("Choir"))
    make.target(wanted, by=lena, category="VC", least=0, most=1)

    assert names(as_(lena), wanted) == ["Vale school", "Vale choir"]


def test_who_is_here_asked_on_hold_or_gone_is_not_suggested(as_, lena, wanted, nell, sam):
    here, asked, held, gone = (
        make.organisation(name, sector="NHS") for name in ("Here", "Asked", "Held", "Gone")
    )
    make.target(wanted, by=lena, attribute="size", category="100k")
    Organisation.objects.update(size_band="100k")
    make.member(make.seat(wanted, by=lena, voting=False), nell, organisation=here)
    make.invitation(make.seat(wanted, by=lena), by=lena, organisation=asked)
    make.hold(held, "seats", by=sam)
    Organisation.objects.filter(pk=gone.pk).update(status="left")
    MixTarget.objects.update(least=2)

    assert not {"Here", "Asked", "Held", "Gone"} & set(names(as_(lena), wanted))


def test_a_suggestion_leads_to_an_invitation_that_knows_whom(as_, lena, wanted):
    ward = make.organisation("Ward charity", sector="NHS")
    seat = wanted.seats.get(sector="NHS")
    address = f"{url('invitation_new', wanted.pk, seat.pk)}?organisation={ward.pk}"

    assert address in page(as_(lena), "mix_ask", wanted)
    assert 'value="Ward charity"' in as_(lena).get(address).content.decode()


@pytest.mark.parametrize("chosen", ["0", "x", "²", ""])
def test_an_organisation_that_is_not_there_is_nobody_in_mind(as_, lena, wanted, chosen):
    seat = wanted.seats.get(sector="NHS")
    address = f"{url('invitation_new', wanted.pk, seat.pk)}?organisation={chosen}"

    assert as_(lena).get(address).status_code == 200


def test_a_chair_who_does_not_see_the_register_is_sent_to_the_seats(as_, grace, wanted):
    words = page(as_(grace), "forum_detail", wanted)

    assert f'<a href="{url("seat_list", wanted.pk)}">Ask someone</a>' in words


def test_suggestions_cost_the_same_for_any_number_of_organisations(as_, lena, wanted, vale):
    client, address = as_(lena), url("mix_ask", wanted.pk)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    make.organisation(sector="NHS", areas=[vale])
    before = queries()
    for _ in range(12):
        make.organisation(sector="NHS", areas=[vale])

    assert queries() == before
    assert len(client.get(address).context["found"]) == 10


# --- The matrix ---


def test_the_matrix_has_every_seat_by_sector_and_place(as_, lena, wanted, nell, vale):
    choir = make.organisation("Vale choir", areas=[vale])
    make.member(make.seat(wanted, by=lena, title="Singing"), nell, organisation=choir)

    matrix = as_(lena).get(url("mix", wanted.pk)).context["matrix"]

    marks = {shown.seat.title: dict(cells) for shown, cells in matrix.rows}
    assert marks["Singing"]["Voluntary and community"] == "here"
    assert marks["Singing"]["Vale District Council"] == "here"
    assert marks["Singing"]["NHS body"] == ""
    assert marks["Seat NHS"]["NHS body"] == "hoped"
    assert marks["Seat NHS"]["Vale District Council"] == ""


def test_the_matrix_shows_where_members_are_when_no_place_is_aimed_for(as_, lena, forum, nell):
    organisation = make.organisation(areas=[make.council(f"Council {n}") for n in range(8)])
    make.member(make.seat(forum, by=lena), nell, organisation=organisation)

    matrix = as_(lena).get(url("mix", forum.pk)).context["matrix"]

    assert matrix.places == [f"Council {n}" for n in range(6)]
