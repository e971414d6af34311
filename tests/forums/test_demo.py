"""The demo world of forums holds what a visitor is promised."""

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from coalition.models import User
from coalition.verifying import faults
from forums.delegation_panels import delegations_to_approve
from forums.models import Delegation, Forum, Invitation, Membership, ScopeStatement, Seat
from forums.panels import invitations_to_answer, scopes_to_acknowledge, scopes_to_approve


@pytest.fixture
def demo(db):
    for app in ("coalition", "forums"):
        assert app in settings.OUR_APPS
        import_string(f"{app}.demo.build")()


def test_the_demo_world_has_something_for_everyone(demo):
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}

    assert scopes_to_acknowledge(people["grace"]).tasks
    assert scopes_to_approve(people["lena"]).tasks
    assert invitations_to_answer(people["ben"]).tasks
    assert set(Forum.objects.values_list("status", flat=True)) == set(Forum.Status.values)
    assert Seat.objects.lacking_their_sector().exists()
    assert ScopeStatement.objects.filter(major=2).exists()
    assert Invitation.objects.exclude(suggested_instead="").exists()
    modes = Delegation.objects.in_force().values_list("mode", flat=True)
    assert set(modes) == {"decide", "decide_by_undertaking", "recommend"}
    assert delegations_to_approve(people["dora"]).tasks
    assert list(faults()) == []
    assert 0 < Membership.objects.acknowledged().count() < Membership.objects.count()
