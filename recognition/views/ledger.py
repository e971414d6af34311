"""The gratitude ledger: thanks owed, and what a person does about each."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.filters import Filters, Group
from coalition.http import PAGE_SIZE, Request, posted, render_form, render_page
from coalition.models import Contributor
from coalition.permissions import require
from coalition.privacy import others_details
from recognition.actions import campaigns, contributions
from recognition.forms.campaigns import ThankOneForm
from recognition.forms.ledger import CloseForm, EventForm, FactsForm
from recognition.models import Acknowledgement, ContributionEvent, Letter
from recognition.models.contribution import ContributionQuerySet
from recognition.permissions import can_prepare_thanks, can_see_thanks
from recognition.views.campaigns import form_for, programmes_of

SECTION = {"section": "thanks", "tab": "ledger"}
GROUPS = [
    Group("when", "When", [("late", "Late"), ("in_time", "Not due yet")], "when"),
    Group("letter", "Letter", [("none", "None yet"), ("some", "Being prepared")], "letter"),
    Group("kind", "What for", ContributionEvent.Kind.choices, "kind"),
]
CLOSED_GROUPS = [
    Group("outcome", "How it ended", ContributionEvent.Outcome.choices[1:], "outcome"),
    Group("kind", "What for", ContributionEvent.Kind.choices, "kind"),
]
FOUND_AT_MOST = 20


def event_list(request: Request) -> HttpResponse:
    """Thanks owed, the oldest due first; or, with ?closed=yes, those that have come to an end."""
    require(can_see_thanks(request.user))
    closed = request.GET.get("closed") == "yes"
    filters = Filters(
        request.GET, CLOSED_GROUPS if closed else GROUPS, closed="yes" if closed else ""
    )
    visible = ContributionEvent.objects.visible_to(request.user)
    rows = visible.exclude(outcome="open") if closed else _with_states(visible.owed())
    found = filters.narrow(rows, _matching).order_by(*_order(closed))
    page = Paginator(_with_letters(cast(ContributionQuerySet, found)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        **SECTION,
        "filters": filters,
        "options": filters.options(rows, _matching),
        "page": page,
        "closed": closed,
        "late": visible.late().count(),
        "can_prepare": can_prepare_thanks(request.user),
    }
    return render_page(request, "recognition/event_list.html", "recognition/_events.html", context)


def event_edit(request: Request, pk: int) -> HttpResponse:
    event = _for_preparing(request, pk)
    form = FactsForm(posted(request), instance=event)
    if form.is_valid():
        try:
            contributions.change_facts(event=event, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            warn_of_others(request, *form.cleaned_data.values())
            messages.success(request, "The facts are saved.")
            return redirect("recognition:event_list")
    context = {**SECTION, "event": _for_preparing(request, pk), "letter": _live_letter(event)}
    return render_form(request, "recognition/event_edit.html", form, context)


def event_close(request: Request, pk: int) -> HttpResponse:
    event = _for_preparing(request, pk)
    form = CloseForm(posted(request), event=event)
    if form.is_valid():
        try:
            contributions.close(event=event, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"No thanks are owed to {event.contributor} for this.")
            return redirect("recognition:event_list")
    context = {**SECTION, "event": event, "letter": _live_letter(event)}
    return render_form(request, "recognition/event_close.html", form, context)


@require_POST
def event_reopen(request: Request, pk: int) -> HttpResponse:
    event = _for_preparing(request, pk)
    contributions.reopen(event=event, by=request.user)
    messages.success(request, f"Thanks are owed to {event.contributor} again.")
    return redirect("recognition:event_list")


def event_thank(request: Request, pk: int) -> HttpResponse:
    """One letter, ready to be proofed: a campaign of one."""
    event = _for_preparing(request, pk)
    form = form_for(ThankOneForm, request, [event.programme_id], for_one=event)
    if form.is_valid():
        try:
            campaign = campaigns.thank_one(event=event, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("recognition:campaign_proofs", campaign.pk)
    context = {**SECTION, "event": event}
    return render_form(request, "recognition/event_thank.html", form, context)


def event_find_person(request: Request) -> HttpResponse:
    """Whom to thank for something that no offer recorded."""
    require(can_prepare_thanks(request.user))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    people = Contributor.objects.visible_to(request.user).matching(words).order_by("letter_name")
    found = people.prefetch_related("affiliations__organisation")[:FOUND_AT_MOST] if words else []
    context = {**SECTION, "words": words, "people": found, "most": FOUND_AT_MOST}
    return render(request, "recognition/event_find_person.html", context)


def event_add(request: Request, pk: int) -> HttpResponse:
    require(can_prepare_thanks(request.user))
    person = get_object_or_404(Contributor.objects.visible_to(request.user), pk=pk)
    form = EventForm(posted(request), person=person, programmes=programmes_of(request.user))
    if form.is_valid():
        try:
            contributions.add(contributor=person, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            warn_of_others(request, *form.cleaned_data.values())
            messages.success(request, f"Thanks to {person} are on the list.")
            return redirect("recognition:event_list")
    return render_form(request, "recognition/event_add.html", form, {**SECTION, "person": person})


def _with_states(rows: ContributionQuerySet) -> ContributionQuerySet:
    """With columns that filters can ask: `when` (late, in_time) and `letter` (some, none)."""
    live = Letter.objects.filter(event=OuterRef("pk")).exclude(status=Letter.Status.CANCELLED)
    some = When(Exists(live), then=Value("some"))
    return rows.with_lateness().annotate(letter=Case(some, default=Value("none")))


def _with_letters(rows: ContributionQuerySet) -> ContributionQuerySet:
    live = Letter.objects.exclude(status=Letter.Status.CANCELLED).select_related("campaign")
    planned = Acknowledgement.objects.to_give().select_related("giver").order_by("due_on", "pk")
    return (
        rows.with_people()
        .prefetch_related(Prefetch("letters", live, to_attr="live"))
        .prefetch_related(Prefetch("acknowledgements", planned, to_attr="planned"))
    )


def _order(closed: bool) -> list:
    return [F("closed_at").desc(), "-pk"] if closed else ["due_on", "pk"]


def _matching(rows: ContributionQuerySet, words: str) -> ContributionQuerySet:
    return rows.matching(words)


def _for_preparing(request: Request, pk: int) -> ContributionEvent:
    events = ContributionEvent.objects.visible_to(request.user).with_people()
    event = get_object_or_404(events, pk=pk)
    require(can_prepare_thanks(request.user, event.programme))
    return event


def _live_letter(event: ContributionEvent) -> Letter | None:
    live = event.letters.exclude(status=Letter.Status.CANCELLED)
    return live.select_related("campaign").first()


def warn_of_others(request: Request, *texts: object) -> None:
    """The letter is read by one person: what it says of others is theirs to say (L8)."""
    for found in others_details(" ".join(text for text in texts if isinstance(text, str))):
        messages.warning(request, f"There seems to be {found} in it. Name nobody who was helped.")
