"""Programmes and roles: P1, P3."""

from concurrent.futures import ThreadPoolExecutor, TimeoutError
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from coalition.actions import offers, programmes
from coalition.domain import DomainError
from coalition.models import JournalEntry, Programme, RoleGrant, User
from coalition.permissions import is_lead
from coalition.templatetags.words import day
from tests import make
from tests.coalition.test_offers_concurrently import in_thread


def test_a_programme_opens_with_a_lead_who_can_give_roles(db, capsys):
    call_command(
        "open_programme",
        "Homes for Aldermere",
        "--purpose=Helping people settle.",
        "--lead=Lena@example.org",
        "--lead-name=Lena",
        "--office-email=office@example.org",
    )

    lena = User.objects.get(email="lena@example.org")
    assert {role for role, _ in lena.roles} == {"programme_lead", "administrator"}
    assert "Homes for Aldermere is open." in capsys.readouterr().out


def test_an_unknown_lead_needs_a_name(db):
    with pytest.raises(CommandError, match="--lead-name"):
        call_command(
            "open_programme", "X", "--purpose=Y", "--lead=a@b.example", "--office-email=o@b.example"
        )

    assert not Programme.objects.exists()


def test_a_role_is_given_from_today_and_noted(as_, adele, cleo):
    data = {"email": "CLEO@example.org", "role": "programme_lead"}

    response = as_(adele).post(reverse("role_new"), data)

    assert response.url == reverse("role_list")
    assert is_lead(User.objects.get(pk=cleo.pk))
    assert JournalEntry.objects.get(kind=programmes.ROLE_GRANTED).by == adele


def test_a_role_that_somebody_holds_is_not_given_again(as_, adele, lena):
    response = as_(adele).post(reverse("role_new"), {"email": lena.email, "role": "programme_lead"})

    assert response.status_code == 422
    assert "already holds this role" in response.text


@pytest.mark.parametrize(
    ("held", "wanted"),
    [((0, None), (30, 60)), ((0, 40), (40, 60)), ((30, 60), (0, None)), ((30, 60), (0, 30))],
)
def test_p3_a_role_is_not_held_twice_on_any_day(programme, adele, cleo, held, wanted):
    """Or to end one would not end it."""
    give(programme, cleo, held, by=adele)

    with pytest.raises(DomainError, match="already holds this role"):
        give(programme, cleo, wanted, by=adele)


def test_a_role_may_be_held_again_after_it_ends(programme, adele, cleo):
    give(programme, cleo, (0, 29), by=adele)

    give(programme, cleo, (30, None), by=adele)

    assert cleo.grants.count() == 2


def give(programme, user, days, *, by):
    """The role of an administrator, on days counted from today."""
    from_on, to_on = (d if d is None else timezone.localdate() + timedelta(days=d) for d in days)
    return programmes.grant(
        programme=programme, user=user, role="administrator", from_on=from_on, to_on=to_on, by=by
    )


def test_a_role_that_would_end_before_it_starts_is_refused(programme, adele, cleo):
    with pytest.raises(DomainError, match="cannot end before it starts"):
        give(programme, cleo, (9, 8), by=adele)


def boxes(name, day):
    """A date as its three boxes are posted."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_role_may_begin_later_and_is_shown_before_it_does(as_, adele, cleo):
    begins = timezone.localdate() + timedelta(days=20)
    data = {"email": cleo.email, "role": "programme_lead", **boxes("from_on", begins)}

    page = as_(adele).post(reverse("role_new"), data, follow=True).text

    assert f"Cleo is programme lead from {day(begins)}." in page
    assert f"From {day(begins)}" in page
    assert not is_lead(User.objects.get(pk=cleo.pk))


def test_a_role_that_has_not_begun_can_be_taken_back(as_, adele, cleo, programme):
    grant = give(programme, cleo, (20, None), by=adele)

    as_(adele).post(reverse("role_end", args=[grant.pk]))

    assert not cleo.grants.exists()


@pytest.mark.parametrize(
    ("begins", "ends", "says"),
    [
        (-1, 5, "Choose today or a later day"),
        (0, -1, "Choose today or a later day"),
        (5, 4, "Choose an end that is not before the start"),
    ],
)
def test_days_that_a_role_cannot_have_are_explained(as_, adele, cleo, begins, ends, says):
    days = [timezone.localdate() + timedelta(days=number) for number in (begins, ends)]
    data = {"email": cleo.email, "role": "programme_lead"}

    response = as_(adele).post(
        reverse("role_new"), {**data, **boxes("from_on", days[0]), **boxes("to_on", days[1])}
    )

    assert response.status_code == 422
    assert says in response.text


def test_the_list_of_roles_asks_as_much_for_twenty_as_for_two(
    as_, adele, programme, django_assert_max_num_queries
):
    for _ in range(20):
        make.user(role="programme_lead", programme=programme)
    client = as_(adele)

    with django_assert_max_num_queries(7):
        assert client.get(reverse("role_list")).status_code == 200


def test_somebody_without_an_account_is_asked_to_make_one(as_, adele):
    response = as_(adele).post(
        reverse("role_new"), {"email": "new@example.org", "role": "programme_lead"}
    )

    assert "create an account first" in response.text


def test_an_administrator_gives_roles_in_their_own_programmes_only(as_, adele, cleo):
    other = make.programme("Elsewhere")
    data = {"email": cleo.email, "role": "programme_lead", "programme": other.pk}

    as_(adele).post(reverse("role_new"), data)

    assert not is_lead(User.objects.get(pk=cleo.pk), other)


def test_p3_an_ended_role_opens_nothing_from_now_on(as_, adele, lena):
    grant = lena.grants.get()
    RoleGrant.objects.filter(pk=grant.pk).update(from_on=timezone.localdate() - timedelta(days=9))

    as_(adele).post(reverse("role_end", args=[grant.pk]))

    assert not is_lead(User.objects.get(pk=lena.pk))
    assert RoleGrant.objects.get(pk=grant.pk).to_on < timezone.localdate()


def test_a_role_given_by_mistake_today_is_taken_back_whole(programme, adele, lena):
    programmes.end(grant=lena.grants.get(), by=adele)

    assert not lena.grants.exists()
    assert JournalEntry.objects.get(kind=programmes.ROLE_ENDED).facts["role"] == "programme_lead"


def test_the_last_administrator_stays(adele):
    with pytest.raises(DomainError, match="last administrator"):
        programmes.end(grant=adele.grants.get(), by=adele)


def test_open_offers_of_somebody_who_leads_no_longer_go_to_another_lead(programme, lena, adele):
    """L1"""
    zoe = make.user("Zoe", role="programme_lead", programme=programme)
    offer = make.offer(programme=programme, contributor=make.contributor())
    done = make.offer(programme=programme, contributor=make.contributor())
    offers.withdraw(offer=done, by=None)

    programmes.end(grant=lena.grants.get(), by=adele)

    offer.refresh_from_db()
    done.refresh_from_db()
    assert (offer.owner, done.owner) == (zoe, lena)
    assert JournalEntry.objects.get(kind=offers.OFFER_ASSIGNED).facts["name"] == "Zoe"


def test_offers_of_the_last_lead_wait_for_whoever_leads_next(programme, lena, adele, as_):
    offer = make.offer(programme=programme, contributor=make.contributor())

    programmes.end(grant=lena.grants.get(), by=adele)

    offer.refresh_from_db()
    assert offer.owner is None
    zoe = make.user("Zoe", role="programme_lead", programme=programme)
    assert "Given to whoever leads" in as_(zoe).get(offer.get_absolute_url()).text


def test_who_still_leads_keeps_their_offers(programme, lena, adele):
    offer = make.offer(programme=programme, contributor=make.contributor())
    make.user("Zoe", role="programme_lead", programme=programme)
    tomorrow = timezone.localdate() + timedelta(days=1)
    RoleGrant.objects.filter(user=lena).update(to_on=timezone.localdate())
    later = lena.grants.create(programme=programme, role="programme_lead", from_on=tomorrow)

    programmes.end(grant=later, by=adele)

    offer.refresh_from_db()
    assert offer.owner == lena


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_end_each_other_at_once_one_stays(held):
    programme = make.programme()
    grants = [
        make.user(name, role="administrator", programme=programme).grants.get()
        for name in ("Adele", "Zoe")
    ]
    RoleGrant.objects.update(from_on=timezone.localdate() - timedelta(days=9))
    is_held, let_go = held(RoleGrant)

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, programmes.end, grant=grants[0], by=grants[1].user)
        assert is_held.wait(5)
        second = in_thread(pool, programmes.end, grant=grants[1], by=grants[0].user)
        with pytest.raises(TimeoutError):
            second.result(0.3)  # waits for the programme
        let_go.set()
        first.result(5)
        told = second.result(5)

    assert "last administrator" in str(told)
    assert programme.grants.in_force().get() == grants[1]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_same_role_at_once_one_is_told(held):
    programme, cleo = make.programme(), make.user("Cleo")
    adele = make.user("Adele", role="administrator", programme=programme)
    is_held, let_go = held(RoleGrant)
    same = {"programme": programme, "user": cleo, "role": "programme_lead", "by": adele}
    soon = timezone.localdate() + timedelta(days=30)

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, programmes.grant, **same)
        assert is_held.wait(5)
        second = in_thread(pool, programmes.grant, **same, to_on=soon)
        with pytest.raises(TimeoutError):
            second.result(0.3)  # waits for the programme
        let_go.set()
        first.result(5)
        told = second.result(5)

    assert "already holds this role" in str(told)
    assert cleo.grants.count() == 1
