"""Two people on the register turn out to be one (CON-2, CON-6, PRF-1)."""

from datetime import date

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition.actions import contributors, merges
from coalition.contact import Channel, Purpose, Stand, answer, may_contact, stands
from coalition.domain import DomainError
from coalition.merging.relations import clashes_of
from coalition.models import Contributor, Hold, Mail, Organisation, Preference
from coalition.models.contact_words import ConsentMeans, Publicity, Thanker
from forums.models import Membership
from recognition.models import Letter
from tests import make

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def ada():
    return make.contributor("Ada Byron", email="ada@example.org", phone="01632 960000")


@pytest.fixture
def twin():
    return make.contributor("Ada King Byron", email="countess@example.org")


@pytest.mark.django_db
class TestContact:
    @pytest.mark.parametrize("fact", ["deceased_on", "gone_away_on", "objected_at"])
    @pytest.mark.parametrize("stays", ["first", "second"])
    def test_con2_what_stops_contact_survives(self, ada, twin, lena, fact, stays):
        value = timezone.now() if fact == "objected_at" else LONG_AGO
        Contributor.objects.filter(pk=twin.pk).update(**{fact: value})
        keep, lose = (ada, twin) if stays == "first" else (twin, ada)

        merges.merge(keep=keep, lose=lose, by=lena)

        keep.refresh_from_db()
        assert getattr(keep, fact) == value
        assert not may_contact(keep, Channel.EMAIL, Purpose.SERVICE)

    def test_con2_whoever_still_holds_the_merged_row_gets_the_answer_of_the_one_that_stays(
        self, ada, twin, lena
    ):
        merges.merge(keep=ada, lose=twin, by=lena)
        Contributor.objects.filter(pk=ada.pk).update(objected_at=timezone.now())

        twin.refresh_from_db()

        assert may_contact(twin, Channel.EMAIL, Purpose.SERVICE).code == "objected"

    def test_con2_an_objection_meets_those_who_come_again_by_the_old_address(self, ada, twin, lena):
        """The address that nobody chose is not lost: it leads to the person, with their no."""
        Contributor.objects.filter(pk=ada.pk).update(objected_at=timezone.now())
        merges.merge(keep=ada, lose=twin, chosen={"email": ada.pk}, by=lena)

        again = contributors.find_or_add(
            letter_name="Ada King Byron", email="countess@example.org", by=None
        )

        assert again == ada
        assert again.must_not_be_contacted

    def test_an_account_at_the_old_address_finds_the_person(self, ada, twin, lena):
        merges.merge(keep=ada, lose=twin, chosen={"email": ada.pk}, by=lena)
        user = make.user("Countess")

        linked = contributors.link_account(user=user, email="countess@example.org")

        assert linked == ada


@pytest.mark.django_db
class TestOnePerson:
    def test_offers_letters_and_mail_on_their_way_move(self, ada, twin, lena, programme):
        offer = make.offer(programme=programme, contributor=twin)
        letter = make.letter(make.campaign([make.event(twin)], released=True))
        Mail.objects.filter(concerns=twin).delete()
        mail = Mail.objects.create(
            concerns=twin, kind="x", key="x", to="a@example.org", subject="x"
        )

        merges.merge(keep=ada, lose=twin, by=lena)

        for row in (offer, letter):
            row.refresh_from_db()
            assert row.contributor == ada
        mail.refresh_from_db()
        assert mail.concerns == ada

    def test_let2_a_letter_that_went_stays_as_it_was(self, ada, twin, lena, programme):
        campaign = make.campaign([make.event(twin)], released=True)
        letter = make.letter(campaign, status="sent")

        merges.merge(keep=ada, lose=twin, by=lena)

        letter.refresh_from_db()
        assert letter.contributor == twin

    def test_their_own_letters_are_still_theirs(self, ada, twin, ben, lena, programme):
        campaign = make.campaign([make.event(twin)], released=True)
        letter = make.letter(campaign, status="sent")

        merges.merge(keep=ben.contributor, lose=twin, by=lena)

        assert list(Letter.objects.received_by(ben)) == [letter]

    def test_con4_a_confirmed_name_beats_a_longer_one(self, ada, twin, lena):
        Contributor.objects.filter(pk=twin.pk).update(name_confirmed_by="import")
        twin.refresh_from_db()

        merges.merge(keep=twin, lose=ada, by=lena)

        twin.refresh_from_db()
        assert (twin.letter_name, twin.name_confirmed_by) == ("Ada Byron", "self")

    def test_con6_the_address_of_either_can_stay(self, ada, twin, lena):
        merges.merge(keep=ada, lose=twin, chosen={"email": twin.pk}, by=lena)

        ada.refresh_from_db()
        assert ada.email == "countess@example.org"

    def test_two_places_in_one_organisation_become_one(self, ada, twin, kitchen, lena):
        for person in (ada, twin):
            person.affiliations.create(organisation=kitchen, from_on=LONG_AGO)

        merges.merge(keep=ada, lose=twin, by=lena)

        assert ada.affiliations.get().organisation == kitchen


@pytest.mark.django_db
class TestAccounts:
    def test_the_account_of_the_one_that_goes_stays(self, ada, ben, lena):
        merges.merge(keep=ada, lose=ben.contributor, by=lena)

        ada.refresh_from_db()
        assert ada.user == ben

    def test_of_two_accounts_a_person_chooses_one(self, ben, pat, lena):
        with pytest.raises(DomainError, match="Choose which account"):
            merges.merge(keep=ben.contributor, lose=pat.contributor, by=lena)

    def test_the_account_that_was_not_chosen_is_closed(self, ben, pat, lena):
        keep, lose = ben.contributor, pat.contributor
        merges.merge(keep=keep, lose=lose, account=lose.pk, by=lena)

        keep.refresh_from_db()
        ben.refresh_from_db()
        pat.refresh_from_db()
        assert keep.user == pat
        assert (ben.is_active, pat.is_active) == (False, True)

    def test_p3_an_account_with_a_role_is_not_closed_in_passing(self, ben, rosa, lena):
        rosas = make.contributor("Rosa", user=rosa)

        with pytest.raises(DomainError, match="holds a role"):
            merges.merge(keep=rosas, lose=ben.contributor, account=ben.contributor.pk, by=lena)


@pytest.mark.django_db
class TestBoth:
    """Both-voted and both-thanked are shown, never guessed."""

    def test_mem1_two_seats_in_one_forum_wait_for_a_person(self, ada, twin, lena, programme):
        forum = make.forum(programme=programme, by=lena, recruiting=True)
        seats = [
            Membership.objects.create(forum=forum, seat=make.seat(forum, by=lena), contributor=who)
            for who in (ada, twin)
        ]

        with pytest.raises(DomainError, match="Both have a seat in"):
            merges.merge(keep=ada, lose=twin, by=lena)

        [(_, clash)] = clashes_of(ada, twin)
        merges.merge(keep=ada, lose=twin, settled={clash.key: str(seats[1].pk)}, by=lena)
        for seat in seats:
            seat.refresh_from_db()
        assert seats[0].ended_reason == "merged"
        assert (seats[1].contributor, seats[1].ended_at) == (ada, None)

    @pytest.mark.parametrize("said", ["both", "second"])
    def test_akn4_two_thanks_owed_wait_for_a_person(self, ada, twin, lena, programme, said):
        events = [make.event(person, programme=programme) for person in (ada, twin)]

        with pytest.raises(DomainError, match="written down twice"):
            merges.merge(keep=ada, lose=twin, by=lena)

        [(_, clash)] = clashes_of(ada, twin)
        chosen = "both" if said == "both" else str(events[1].pk)
        merges.merge(keep=ada, lose=twin, settled={clash.key: chosen}, by=lena)
        for event in events:
            event.refresh_from_db()
            assert event.contributor == ada
        assert events[1].why_not == ("" if said == "both" else "duplicate")

    def test_thanks_for_different_things_do_not_clash(self, ada, twin, programme):
        make.event(ada, programme=programme, kind="offer_made")
        make.event(twin, programme=programme)

        assert list(clashes_of(ada, twin)) == []


SCOPES = st.lists(st.sampled_from(Hold.Scope.values), unique=True, max_size=3)
WISHES = st.none() | st.fixed_dictionaries(
    {
        "thanker": st.sampled_from(["", *Thanker.values]),
        "no_ministerial": st.booleans(),
        "channels": st.lists(st.sampled_from(Channel.values), unique=True),
        "max_per_year": st.none() | st.integers(0, 2),
        "publicity": st.sampled_from(Publicity.values),
        "no_surveys": st.booleans(),
    }
)
PEOPLE = st.fixed_dictionaries(
    {
        "row": st.fixed_dictionaries(
            {
                "deceased_on": st.none() | st.just(LONG_AGO),
                "gone_away_on": st.none() | st.just(LONG_AGO),
                "objected_at": st.none() | st.just(timezone.now()),
                "email": st.sampled_from(["", "one@example.org"]),
                "adult": st.sampled_from(Contributor.Adult.values),
            }
        ),
        "own": st.fixed_dictionaries({"scopes": SCOPES, "wishes": WISHES}),
        "organisation": st.none() | st.fixed_dictionaries({"scopes": SCOPES, "wishes": WISHES}),
    }
)


def build(given, by):
    person = make.contributor(**given["row"], email_is_shared=True)
    about = [(person, given["own"])]
    if given["organisation"]:
        place = make.organisation()
        person.affiliations.create(organisation=place, from_on=LONG_AGO)
        about.append((place, given["organisation"]))
    for subject, said in about:
        owner = {subject._meta.model_name: subject}
        if said["scopes"]:
            Hold.objects.create(
                **owner,
                scopes=said["scopes"],
                opened_by=by,
                opened_at=timezone.now(),
                review_by=timezone.localdate(),
            )
        if said["wishes"]:
            consent = {
                "publicity_at": timezone.now(),
                "publicity_wording": "2026-11",
                "publicity_means": ConsentMeans.values[0],
            }
            Preference.objects.create(**owner, **said["wishes"], **consent)
    return person


def says_no(person):
    """Which contact is refused; having no address is nobody's wish."""
    stand = stands([person.pk]).get(person.pk, Stand())
    return {
        (channel, purpose, thanker, times)
        for channel in Channel.values
        for purpose in Purpose.values
        for thanker in ("", Thanker.MINISTER, Thanker.values[0])
        for times in (0, 1)
        if answer(person, stand, channel, purpose, thanker=thanker, this_year=times).code
        not in ("", "no_address")
    }


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=PEOPLE, other=PEOPLE)
def test_prf1_hld2_con2_merging_makes_nobody_more_contactable_whichever_stays(one, other, lena):
    refused = []
    for first_stays in (True, False):
        a, b = build(one, lena), build(other, lena)
        before = says_no(a) | says_no(b)
        keep, lose = (a, b) if first_stays else (b, a)

        merges.merge(keep=keep, lose=lose, by=lena)

        keep.refresh_from_db()
        refused.append(says_no(keep))
        assert before <= refused[-1]
    assert refused[0] == refused[1]


def test_nobody_finds_the_merged_one(db, lena):
    ada, twin = make.contributor("Ada"), make.contributor("Ada Twin")
    merges.merge(keep=ada, lose=twin, chosen={"letter_name": ada.pk}, by=lena)

    assert list(Contributor.objects.visible_to(lena).matching("Ada")) == [ada]
    assert Organisation.objects.standing().count() == 0
