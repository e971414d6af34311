"""What the people of an organisation did, for whoever coordinates it to add and confirm (CTB-4)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.models import Contributor, Organisation, Programme
from recognition import teams
from recognition.actions import confirmations
from recognition.actions import teams as team
from recognition.forms.ledger import FactsForm, PartnerEventForm
from recognition.forms.teams import TeamForm
from recognition.models import ContributionEvent, Teammate
from recognition.models.contribution import ContributionQuerySet
from recognition.views.ledger import warn_of_others

SECTION = {"section": "partner"}


def our_event_list(request: Request, pk: int) -> HttpResponse:
    """What waits for us to confirm it comes first, then the newest."""
    organisation = _ours(request, pk)
    waits = When(outcome=ContributionEvent.Outcome.OPEN, verified_at=None, then=Value(0))
    events = _events(request, organisation).select_related("contributor", "verified_by")
    events = events.order_by(Case(waits, default=Value(1)), "-happened_on", "-pk")
    context = {
        **SECTION,
        "organisation": organisation,
        "page": Paginator(events, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": _events(request, organisation)
        .unconfirmed()
        .exclude(contributor__user=request.user)
        .count(),
    }
    return render(request, "recognition/our_event_list.html", context)


def our_event_add(request: Request, pk: int) -> HttpResponse:
    """Told by somebody who was near, so it is confirmed already, unless it is about oneself."""
    organisation = _ours(request, pk)
    programmes = list(Programme.objects.order_by("pk").values_list("pk", flat=True))
    form = PartnerEventForm(posted(request), organisation=organisation, programmes=programmes)
    if form.is_valid():
        try:
            event = confirmations.tell(
                organisation=organisation, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            warn_of_others(request, *form.cleaned_data.values())
            messages.success(request, f"Thanks are owed to {event.contributor} for this.")
            return redirect("recognition:our_event_list", pk)
    return render_form(
        request, "recognition/our_event_add.html", form, {**SECTION, "organisation": organisation}
    )


def our_event_edit(request: Request, pk: int, event_pk: int) -> HttpResponse:
    """Put the facts right, and say so."""
    organisation = _ours(request, pk)
    event = _event(request, organisation, event_pk)
    form = FactsForm(posted(request), instance=event)
    if form.is_valid():
        try:
            confirmations.verify(
                event=_event(request, organisation, event_pk), by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            warn_of_others(request, *form.cleaned_data.values())
            messages.success(request, "Thank you. The facts are confirmed.")
            return redirect("recognition:our_event_list", pk)
    context = {**SECTION, "organisation": organisation, "event": event}
    return render_form(request, "recognition/our_event_edit.html", form, context)


def our_event_team(request: Request, pk: int, event_pk: int) -> HttpResponse:
    """People are listed with their consent only; else the organisation is (CTB-3)."""
    organisation = _ours(request, pk)
    event = _event(request, organisation, event_pk)
    places = organisation.affiliations.in_force().exclude(contributor=event.contributor_id)
    people = Contributor.objects.standing().filter(pk__in=places.values("contributor"))
    may = teams.names_of(people.select_related("merged_into"))
    listed = Teammate.objects.filter(event=event).values_list("contributor", flat=True)
    initial = {"people": listed}
    form = TeamForm(posted(request), may_be_named=may, initial=initial)
    if form.is_valid():
        try:
            team.list_team(event=event, by=request.user, people=list(form.cleaned_data["people"]))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The team is listed.")
            return redirect("recognition:our_event_list", pk)
    context = {**SECTION, "organisation": organisation, "event": event, "others": len(people)}
    return render_form(request, "recognition/our_event_team.html", form, context)


@require_POST
def our_event_verify(request: Request, pk: int, event_pk: int) -> HttpResponse:
    event = _event(request, _ours(request, pk), event_pk)
    confirmations.verify(event=event, by=request.user)
    messages.success(request, f"Thank you. What {event.contributor} did is confirmed.")
    return redirect("recognition:our_event_list", pk)


def _ours(request: Request, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.coordinated_by(request.user), pk=pk)


def _events(request: Request, organisation: Organisation) -> ContributionQuerySet:
    theirs = ContributionEvent.objects.done_for_partners_of(request.user)
    return theirs.filter(organisation=organisation)


def _event(request: Request, organisation: Organisation, pk: int) -> ContributionEvent:
    events = _events(request, organisation).select_related("contributor", "programme")
    return get_object_or_404(events, pk=pk)
