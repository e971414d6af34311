"""Members acknowledge the scope, or it is recorded that they did in a meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, number_of, posted, render_form
from coalition.permissions import require
from forums.actions import acknowledgements, scopes
from forums.forms import AcknowledgeForm, RecordForm
from forums.models import Acknowledgement, ScopeStatement
from forums.naming import named_in
from forums.permissions import (
    Place,
    can_curate_forum,
    can_record_acknowledgement,
    must_acknowledge,
    speaks_for,
)
from forums.views.place import in_forum, past_the_scope, shown
from forums.wording import changes


@in_forum
def scope_acknowledge(request: Request, here: Place) -> HttpResponse:
    """Before anything else opens (MEM-1). The button names the version that was read: if another
    came into force since, that one is shown, with what changed."""
    if not must_acknowledge(here):
        return redirect(_onward(request, here))
    form = AcknowledgeForm(
        posted(request), named=named_in(here.forum), organisation=speaks_for(here)
    )
    if form.is_bound:
        read = get_object_or_404(here.forum.scopes.all(), pk=number_of(request.POST.get("scope")))
    if form.is_valid():
        try:
            acknowledgements.acknowledge(
                membership=here.member, scope=read, **form.cleaned_data, by=here.user
            )
        except acknowledgements.ScopeHasChanged as error:
            messages.warning(request, f"{error} Please read it as it is now.")
            return redirect(request.get_full_path())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Thank you. {here.forum} is open to you.")
            return redirect(_onward(request, here))
    before = _last_acknowledged(here)
    context = {
        **shown(here, "scope"),
        "before": before,
        "changes": changes(before.wording, here.scope.wording) if before and here.scope else [],
        "onward": _onward(request, here),
    }
    return render_form(request, "forums/scope_acknowledge.html", form, context)


def _last_acknowledged(here: Place) -> ScopeStatement | None:
    """The newest version that this member has read and acknowledged, if any."""
    read = here.forum.scopes.approved().with_items()
    return read.filter(
        acknowledgements__membership=here.member, acknowledgements__objected_at=None
    ).first()


def _onward(request: Request, here: Place) -> str:
    """Where they were going when the scope came first."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if ours else here.forum.get_absolute_url()


@require_POST
@in_forum
def scope_remind(request: Request, here: Place) -> HttpResponse:
    require(can_curate_forum(here))
    written = scopes.remind(forum=here.forum, by=here.user)
    if written:
        people = "One person" if written == 1 else f"{written} people"
        messages.success(request, f"{people} will get a reminder. Nobody gets a second one.")
    else:
        messages.info(request, "Everybody who has yet to acknowledge was reminded before.")
    return redirect("forums:seat_list", here.forum.pk)


@past_the_scope
def scope_record(request: Request, here: Place, membership: int) -> HttpResponse:
    """A member said in a meeting that they acknowledge the scope."""
    require(can_record_acknowledgement(here))
    waiting = here.forum.memberships.live().yet_to_acknowledge().with_people()
    member = get_object_or_404(waiting, pk=membership)
    form = RecordForm(posted(request), named=named_in(here.forum), organisation=member.organisation)
    if form.is_bound:
        read = get_object_or_404(here.forum.scopes.all(), pk=number_of(request.POST.get("scope")))
    if form.is_valid():
        try:
            acknowledgements.write_down(
                membership=member, scope=read, **form.cleaned_data, by=here.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"It is recorded, and {member.contributor} is told.")
            return redirect("forums:seat_list", here.forum.pk)
    context = {**shown(here, "seats"), "member": member}
    return render_form(request, "forums/scope_record.html", form, context)


@require_POST
@in_forum
def scope_object(request: Request, here: Place, acknowledgement: int) -> HttpResponse:
    """One’s own, that somebody else recorded: it is not so."""
    mine = Acknowledgement.objects.standing().filter(
        membership=here.membership, scope__forum=here.forum
    )
    row = get_object_or_404(mine, pk=acknowledgement)
    acknowledgements.object_to(acknowledgement=row, by=here.user)
    messages.success(
        request, "What was recorded no longer counts. Read the scope, and acknowledge it if you do."
    )
    return redirect("forums:scope", here.forum.pk)
