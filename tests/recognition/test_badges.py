"""Badges: opt-in, signed, verifiable by anybody, and withdrawn at any time (Open Badges 3.0)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openbadgeslib import ob3

from coalition.domain import DomainError, NotAuthorised
from coalition.models import Contributor
from recognition import badges
from recognition.actions import badges as actions
from recognition.models import Badge
from tests import make
from tests.recognition.test_ledger_pages import page


@pytest.fixture
def thanked(programme, ben):
    ben.contributor.adult = "yes"
    ben.contributor.save(update_fields=["adult"])
    closed = {"outcome": "thanked", "closed_at": timezone.now()}
    return make.event(ben.contributor, programme=programme, **closed)


@pytest.fixture
def badge(thanked, ben):
    return actions.make(event=thanked, shown_as="nobody", by=ben)


def lists_of(client):
    """What a verifier fetches: from this site, as it is now."""
    return lambda url: client.get(reverse("recognition:badge_status")).content


def test_a_badge_is_verified_with_nothing_but_what_is_in_it(client, badge):
    token = client.get(reverse("recognition:badge_credential", args=[badge.slug])).content.decode()
    issuer = ob3.did_key_from_pem(badges._public_pem())

    found = ob3.OB3Verifier.for_issuer_did(issuer).verify(
        token, check_status=True, download=lists_of(client)
    )

    assert found.issuer.name == badge.event.programme.name
    assert found.achievement.description.startswith("Somebody cooked supper")


def test_what_was_changed_is_not_genuine(badge):
    token = badges.credential(badge)
    head, body, signature = token.split(".")

    assert badges.is_genuine(token)
    assert not badges.is_genuine(f"{head}.{body}.{signature[:-6]}AAAAAA")


def test_what_was_withdrawn_is_told_to_whoever_verifies_it(client, badge, ben):
    token = badges.credential(badge)
    actions.withdraw(badge=badge, by=ben)

    issuer = ob3.did_key_from_pem(badges._public_pem())
    with pytest.raises(ob3.OB3VerificationError, match="is set"):
        ob3.OB3Verifier.for_issuer_did(issuer).verify(
            token, check_status=True, download=lists_of(client)
        )
    assert client.get(reverse("recognition:badge_credential", args=[badge.slug])).status_code == 404
    shown = page(client.get(badge.get_absolute_url()))
    assert "This badge was withdrawn" in shown
    assert badge.event.what_they_did not in shown


@pytest.mark.parametrize(
    ("shown_as", "there", "not_there"),
    [
        ("nobody", "Somebody cooked supper", "Ben"),
        ("first_name", "Ben cooked supper", "Okafor"),
        ("full_name", "Ben Okafor cooked supper", "Somebody"),
    ],
)
def test_the_page_shows_no_more_than_they_chose(client, thanked, ben, shown_as, there, not_there):
    ben.contributor.letter_name = "Ben Okafor"
    ben.contributor.save(update_fields=["letter_name"])
    made = actions.make(event=thanked, shown_as=shown_as, by=ben)

    shown = page(client.get(made.get_absolute_url()))

    assert there in shown
    assert not_there not in shown
    assert "Genuine" in shown
    assert not_there not in badges.description(made)


def test_only_whoever_was_thanked_makes_it_and_withdraws_it(thanked, badge, lena):
    with pytest.raises(NotAuthorised):
        actions.make(event=thanked, shown_as="nobody", by=lena)
    with pytest.raises(NotAuthorised):
        actions.withdraw(badge=badge, by=lena)


def test_there_is_one_for_one_thing_and_another_after_it_was_withdrawn(thanked, badge, ben):
    with pytest.raises(DomainError, match="There is a badge for this already"):
        actions.make(event=thanked, shown_as="nobody", by=ben)
    actions.withdraw(badge=badge, by=ben)
    with pytest.raises(DomainError, match="withdrawn already"):
        actions.withdraw(badge=badge, by=ben)

    assert actions.make(event=thanked, shown_as="nobody", by=ben).pk != badge.pk


def test_before_thanks_there_is_no_badge(ben):
    with pytest.raises(DomainError, match="Nobody has thanked you"):
        actions.make(event=make.event(ben.contributor), shown_as="nobody", by=ben)


def test_con3_a_child_makes_none(thanked, ben):
    ben.contributor.adult = "no"
    ben.contributor.save(update_fields=["adult"])

    with pytest.raises(DomainError, match="need to know that you are an adult"):
        actions.make(event=thanked, shown_as="nobody", by=ben)


@pytest.mark.parametrize(
    ("adult", "scope", "said"),
    [("unknown", "", badges.NOT_ADULT), ("yes", "publicity", badges.NOT_NOW), ("yes", "", "")],
)
def test_ones_own_page_offers_a_badge_only_where_it_can_be_made(
    as_, thanked, ben, sam, adult, scope, said
):
    """CON-3, HLD-2: a hold is not named."""
    Contributor.objects.filter(pk=ben.contributor.pk).update(adult=adult)
    if scope:
        make.hold(ben.contributor, scope, by=sam)

    shown = page(as_(ben).get(reverse("recognition:my_letter_list")))

    new = reverse("recognition:my_badge_new", args=[thanked.pk])
    assert (said in shown, new in shown, "on hold" in shown.lower()) == (True, not said, False)


def test_hld2_a_hold_takes_the_page_away_and_says_nothing(client, badge, sam):
    make.hold(badge.event.contributor, "publicity", by=sam)

    for name in ("badge", "badge_credential"):
        url = reverse(f"recognition:{name}", args=[badge.slug])
        assert client.get(url).status_code == 404


def test_the_database_refuses_two_at_once_for_one_thing(badge):
    with pytest.raises(IntegrityError, match="badge_one_live_per_event"), transaction.atomic():
        Badge.objects.create(event=badge.event, shown_as="nobody")


def test_it_is_made_and_withdrawn_on_pages(as_, ben, thanked):
    client = as_(ben)
    new = reverse("recognition:my_badge_new", args=[thanked.pk])
    assert new in page(client.get(reverse("recognition:my_letter_list")))

    shown = page(client.post(new, {"shown_as": "nobody"}, follow=True))
    assert "Withdraw my badge" in shown
    mine = page(client.get(reverse("recognition:my_letter_list")))
    assert Badge.objects.get().get_absolute_url() in mine
    assert new not in mine
    assert client.post(new, {"shown_as": "nobody"}).status_code == 422
    badge = Badge.objects.get()
    client.post(reverse("recognition:my_badge_withdraw", args=[badge.slug]))

    badge.refresh_from_db()
    assert badge.withdrawn_at


def test_a_key_of_ones_own_signs(settings, badge):
    other = badges.credential(badge)
    settings.BADGE_KEY = badges._private_pem().replace("\n", "\\n")
    settings.SECRET_KEY = "another"  # noqa: S105

    assert badges.credential(badge).split(".")[1] == other.split(".")[1]
    assert badges.is_genuine(other)
