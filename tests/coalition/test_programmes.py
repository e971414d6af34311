"""Programmes and roles: P1, P3."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from coalition.actions import programmes
from coalition.domain import DomainError
from coalition.models import JournalEntry, Programme, RoleGrant, User
from coalition.permissions import is_lead
from tests import make


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
