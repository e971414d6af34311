"""The demo world of forums holds what a visitor is promised."""

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from coalition.models import User
from forums.models import Forum, Invitation, Membership, ScopeStatement, Seat
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
    assert 0 < Membership.objects.acknowledged().count() < Membership.objects.count()
