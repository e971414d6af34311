"""Who prepares the letters of a campaign, and who answers for those of a programme, today."""

from django.db import models

from coalition.models import Programme, RoleGrant, User
from recognition.models.campaign import Campaign


def preparers(campaign: Campaign) -> list[User]:
    """Whoever prepared its letters, while they still do such work; else all who do."""
    grants = campaign.programme.grants.in_force().filter(role=RoleGrant.Role.RECOGNITION_ADMIN)
    found = User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("name", "pk")
    return list(found.filter(pk=campaign.author_id)) or list(found)


def seniors(programme: Programme) -> models.QuerySet[User]:
    """Who answers for its letters: leads and approvers of the programme today."""
    roles = [RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.RECOGNITION_APPROVER]
    grants = programme.grants.in_force().filter(role__in=roles)
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("name")
