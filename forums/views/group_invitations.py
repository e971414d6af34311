"""Asking several people at once: typed, looked at, asked; and what came of each."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import Request, number_of, posted, render_form
from coalition.models import Affiliation
from coalition.permissions import require
from forums.actions import group_invitations as actions
from forums.aims import aims_of
from forums.asking import Somebody
from forums.forms import GroupInvitationForm
from forums.forms.group_invitations import TOO_SHORT
from forums.models import GroupAskRow
from forums.permissions import Place, can_curate_forum, can_look_for_people
from forums.views.place import past_the_scope, shown
from forums.whom_to_ask import gaps_to_close, people_at, suggestions

Result = GroupAskRow.Result
RESULTS_SHOWN = 5


@past_the_scope
def invitation_group(request: Request, here: Place) -> HttpResponse:
    """Whom to ask; then what would come of it, with a word for each; then they are asked."""
    require(can_curate_forum(here))
    form = GroupInvitationForm(
        posted(request), by=here.user, known=_known(here), typed=_again(request, here)
    )
    if form.is_valid() and "change" not in request.POST:
        people = form.people()
        try:
            if "ask" in request.POST and not _lacks_words(people):
                group = actions.ask(
                    forum=here.forum, people=people, by=here.user, **form.what_is_asked()
                )
                messages.success(request, "Each of them gets their own mail.")
                return redirect(group)
            return _look(request, here, form, people)
        except DomainError as error:
            form.add_error(None, str(error))
    past = here.forum.group_asks.order_by("-asked_at", "-pk")[:RESULTS_SHOWN]
    context = {**shown(here, "seats"), "past": past, "free": here.forum.seats.free().count()}
    return render_form(request, "forums/invitation_group.html", form, context)


def _known(here: Place) -> list[Affiliation]:
    """People in organisations that would close a gap: for those who see the register."""
    if not can_look_for_people(here):
        return []
    aims = aims_of(here.forum)
    found = suggestions(here.forum, gaps_to_close(aims), aims, user=here.user)
    return people_at([one.organisation for one in found], here.forum)


def _again(request: Request, here: Place) -> str:
    """Those who were not asked the last time, as they were typed."""
    group = here.forum.group_asks.filter(pk=number_of(request.GET.get("again"))).first()
    if group is None:
        return ""
    rows = group.rows.filter(result__in=[Result.UNCLEAR, Result.NO_SEAT]).order_by("position")
    return "\n".join(
        "; ".join(filter(None, [row.name, row.email, row.organisation])) for row in rows
    )


def _look(
    request: Request, here: Place, form: GroupInvitationForm, people: Sequence[Somebody]
) -> HttpResponse:
    rows = actions.preview(forum=here.forum, people=people, by=here.user, **form.what_is_asked())
    asks = sum(row.result == Result.ASKED for row in rows)
    context = {
        **shown(here, "seats"),
        "form": form,
        "rows": list(zip(people, rows, strict=True)),
        "asks": asks,
        "lacks_words": "ask" in request.POST and _lacks_words(people),
        "TOO_SHORT": TOO_SHORT,
    }
    status = 422 if context["lacks_words"] else 200
    return render(request, "forums/invitation_group_look.html", context, status=status)


def _lacks_words(people: Sequence[Somebody]) -> bool:
    return any(one.problem == TOO_SHORT for one in people)


@past_the_scope
def group_ask(request: Request, here: Place, group: int) -> HttpResponse:
    """What came of each row."""
    require(can_curate_forum(here))
    found = get_object_or_404(here.forum.group_asks.select_related("asked_by"), pk=group)
    rows = list(found.rows.order_by("position"))
    context = {
        **shown(here, "seats"),
        "group": found,
        "rows": rows,
        "asks": sum(row.result == Result.ASKED for row in rows),
        "to_mend": any(row.result in {Result.UNCLEAR, Result.NO_SEAT} for row in rows),
    }
    return render(request, "forums/group_ask.html", context)
