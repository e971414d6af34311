"""Who stands on the other side of a decision, and what they can still say of it (OVR-1)."""

from datetime import date

from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.models import Contributor, Organisation, User
from forums.authority.modes import Mode
from forums.models import Decision, Override
from forums.models.decision_words import IN_EFFECT, TAKEN_UP, Status

Kind = Override.Kind


def may_reverse(decision: Decision, on: date | None = None) -> bool:
    """Whether it can still be overruled or altered: before it takes effect; and where in law the
    body remains bound to decide, for as long as it has promised to say why not."""
    on = on or timezone.localdate()
    if decision.status == Status.IN_CALL_IN:
        return True
    delegation = decision.delegation
    if decision.status not in IN_EFFECT or decision.mode != Mode.UNDERTAKING or delegation is None:
        return False
    if decision.published_at is None or decision.status != Status.EFFECTIVE:
        return False
    days, nation = delegation.answer_within_days or 0, decision.forum.programme.nation
    return on <= working_days_after(timezone.localdate(decision.published_at), days, nation)


def kinds_open(decision: Decision) -> list[str]:
    """What can be put on record of it now; none where nothing can."""
    kinds = [*Override.REVERSES] if may_reverse(decision) else []
    if decision.status in {*IN_EFFECT, *TAKEN_UP}:
        kinds += [Kind.DELAYED, Kind.NOT_CARRIED_OUT]
    known = set(decision.overrides.values_list("kind", flat=True)) if kinds else set()
    return [kind for kind in kinds if kind not in known]


def their_side(decision: Decision) -> list[Contributor]:
    """Who is asked to answer, or may call it in: the role holder; without one, whoever speaks for
    the body and has an account."""
    delegation, body = decision.delegation, their_body(decision)
    if delegation is not None:
        holder = Contributor.objects.filter(user=delegation.role_holder)
        if people := list(holder):
            return people
    if body is None:
        return []
    return list(Contributor.objects.speaking_for(body).exclude(user=None).order_by("pk"))


def speaks_on_their_side(user: User, decision: Decision) -> bool:
    """Holds the power under which it was decided, or speaks today for that body, or for the one
    that is to answer."""
    delegation = decision.delegation
    if delegation is not None and delegation.role_holder_id == user.pk:
        return True
    body = their_body(decision)
    return body is not None and Contributor.objects.speaking_for(body).filter(user=user).exists()


def their_body(decision: Decision) -> Organisation | None:
    """Whose power it is, or who is to answer; none of what was withdrawn."""
    return decision.delegation.delegator if decision.delegation else decision.addressee


def their_office(decision: Decision) -> str:
    delegation = decision.delegation
    return delegation.office_title if delegation else decision.addressee_office


def is_open_to_call_in(decision: Decision) -> bool:
    until = decision.call_in_until
    waits = decision.status == Status.IN_CALL_IN
    return waits and until is not None and until >= timezone.localdate()
