"""A member has somebody speak for them, and takes it back (RND-9)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, number_of, posted, render_form
from coalition.permissions import require
from forums.actions import proxies
from forums.forms import ProxyForm
from forums.models import Proxy
from forums.naming import byline
from forums.permissions import Place
from forums.round_permissions import can_name_proxy, can_revoke_proxy
from forums.views.agenda import names_to_leave_out
from forums.views.meetings import find_meeting
from forums.views.place import past_the_scope, shown
from forums.views.rounds import find_round


@past_the_scope
def proxy_new(request: Request, here: Place) -> HttpResponse:
    """For a meeting or for a round between meetings, named in the address."""
    require(can_name_proxy(here))
    row = find_round(here, number_of(request.GET.get("round"))) if "round" in request.GET else None
    occasion: dict[str, Any] = {"round": row}
    if row is None or row.item is not None:
        meeting = row.item.meeting_id if row and row.item else request.GET.get("meeting")
        occasion = {"meeting": find_meeting(here, number_of(str(meeting)))}
    form = ProxyForm(posted(request), voters=_others(here), named=names_to_leave_out(here.forum))
    if form.is_valid():
        try:
            proxies.give(giver=here.member, **form.cleaned_data, **occasion, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "They can speak for you. You can take it back at any time.")
            return redirect(row or occasion["meeting"])
    context = {**shown(here, "proposals"), "round": row, "meeting": occasion.get("meeting")}
    return render_form(request, "forums/proxy_new.html", form, context)


@require_POST
@past_the_scope
def proxy_revoke(request: Request, here: Place, proxy: int) -> HttpResponse:
    row = get_object_or_404(Proxy.objects.filter(forum=here.forum), pk=proxy)
    require(can_revoke_proxy(here, row))
    proxies.revoke(proxy=row, by=here.user)
    messages.success(request, "You speak for yourself again.")
    return redirect(row.meeting or row.round or here.forum)


def _others(here: Place) -> dict[int, str]:
    """Who could speak for this member, as the forum shows them; names where it attributes, and the
    title of the seat where it does not."""
    voters = here.forum.memberships.live().in_place().acknowledged().with_a_vote()
    rows = voters.exclude(pk=here.member.pk).with_people().order_by("seat__title", "pk")
    attributed = here.forum.is_attributed
    return {row.pk: str(byline(row, here.forum)) if attributed else row.seat.title for row in rows}
