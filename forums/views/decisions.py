"""One decision, as its readers see it; and how its steps begin."""

from collections import Counter
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from coalition.http import Request
from coalition.models import Sector, User
from forums import decision_permissions as may
from forums.models import Decision, Delegation, Forum
from forums.permissions import Place, find_place, must_acknowledge
from forums.views.place import View, scope_first, shown


def on_decision(view: View) -> View:
    """Hands the view the person’s place in the forum and the decision; 404 for who may not read
    it; a member who has yet to acknowledge the scope is shown that first (MEM-1)."""

    @wraps(view)
    def entered(request: Request, decision: int, **rest: Any) -> HttpResponse:
        rows = Decision.objects.visible_to(request.user).with_all()
        row = get_object_or_404(rows, pk=decision)
        here = find_place(request.user, row.forum)
        if must_acknowledge(here):
            return scope_first(request, here)
        return view(request, here, decision=row, **rest)

    return entered


def framed(here: Place, decision: Decision) -> dict[str, Any]:
    return {**shown(here, "decisions"), "decision": decision}


@login_not_required
def decision_detail(request: HttpRequest, decision: int) -> HttpResponse:
    """Whoever may not read it, and has not signed in, is asked to."""
    rows = Decision.objects.visible_to(request.user).with_all()
    row = rows.filter(pk=decision).first()
    if row is None:
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    user = request.user if isinstance(request.user, User) else None
    context = {
        "section": "forums",
        "decision": row,
        "dissents": list(row.dissents.approved().with_people().select_related("membership__forum")),
        "overrides": list(row.overrides.with_all().in_order()),
        "late": row.item.late_interests.order_by("pk") if row.item else [],
        "followed_by": row.replaced_by.published().first(),
        "sectors": _sectors(row),
        "shows_seats": row.forum.is_attributed,
        "opens_forum": user is not None
        and Forum.objects.visible_to(user).filter(pk=row.forum_id).exists(),
        "reads_power": user is not None
        and Delegation.objects.visible_to(user).filter(pk=row.delegation_id or 0).exists(),
        **(_steps(user, row) if user is not None else {}),
    }
    return render(request, "forums/decision_detail.html", context)


def _steps(user: User, row: Decision) -> dict[str, Any]:
    """What this person can do with it now."""
    here = find_place(user, row.forum)
    can_change = may.can_change_decision(here, row)
    return {
        "here": here,
        "can_change": can_change,
        "waiting": row.dissents.waiting().count() if can_change else 0,
        "asked": row.dissents.asked_of(user).first(),
        "can_say_dissent": may.can_say_dissent(here, row),
        "can_replace": may.can_replace_decision(here, row),
        "can_evaluate": may.can_evaluate_decision(here, row),
        "can_answer": may.can_answer_decision(user, row),
        "can_call_in": may.can_call_in_decision(user, row),
        "can_let_stand": may.can_let_stand(user, row),
        "can_override": may.can_override_decision(user, row),
    }


def _sectors(row: Decision) -> list[tuple[str, int]]:
    """Who could take part, by sector, as it was on the day (ORG-3)."""
    counted = Counter(one["sector"] for one in row.entitled)
    return [(str(Sector(sector).label), n) for sector, n in sorted(counted.items())]
