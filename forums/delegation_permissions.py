"""Who may do what with a delegation: leads write it down, whoever holds the power hands it over."""

from coalition.models import Programme, User
from coalition.permissions import is_lead
from forums.granting import can_grant
from forums.models import Delegation
from forums.models.delegation_words import GRANTED, Status
from forums.permissions import Place, can_edit_forum


def can_draft_delegation(here: Place) -> bool:
    return can_edit_forum(here) and here.forum.status != here.forum.Status.CLOSING


def can_edit_delegation(user: User, delegation: Delegation) -> bool:
    """Change the draft, or send it to whoever holds the power."""
    return is_lead(user, delegation.forum.programme) and delegation.status == Status.DRAFT


def can_drop_delegation(user: User, delegation: Delegation) -> bool:
    return is_lead(user, delegation.forum.programme) and delegation.is_open


def can_answer_delegation(user: User, delegation: Delegation) -> bool:
    """Hand it over, or send it back: whoever holds the power, and had no hand in drafting it
    (DEL-1, P1)."""
    asked = delegation.status == Status.ASKED and delegation.role_holder_id == user.pk
    return asked and not delegation.drafters.filter(pk=user.pk).exists()


def can_revoke_delegation(user: User, delegation: Delegation) -> bool:
    """Whoever handed it over, or speaks for that body today; and leads, for instance when a forum
    closes (FRM-3)."""
    if delegation.status not in GRANTED:
        return False
    holds = delegation.role_holder_id == user.pk or can_grant(user, delegation)
    return holds or is_lead(user, delegation.forum.programme)


def can_renew_delegation(user: User, delegation: Delegation) -> bool:
    """Write down another that takes its place."""
    going_on = delegation.status in GRANTED or delegation.status == Status.EXPIRED
    return going_on and is_lead(user, delegation.forum.programme)


def can_reserve_matters(user: User, programme: Programme | None = None) -> bool:
    return is_lead(user, programme)
