"""A decision is written down, put right, published or withdrawn; words of dissent are asked for."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, number_of, posted, render_form
from coalition.permissions import require
from forums.actions import decisions, dissents
from forums.deciding import powers_of, why_not
from forums.decision_permissions import can_change_decision, can_record_decision
from forums.dissenting import waited_for_until
from forums.forms import AskDissentForm, DecisionForm, StartForm
from forums.models import Decision, Delegation
from forums.models.forum import MembershipQuerySet
from forums.permissions import Place, can_run_meetings
from forums.recording import CHAIR, NOTHING, Source, copied, open_sources, source_of
from forums.rounds import summary
from forums.spending import cards
from forums.views.agenda import names_to_leave_out
from forums.views.decisions import framed, on_decision
from forums.views.place import past_the_scope, shown


@past_the_scope
def decision_new(request: Request, here: Place) -> HttpResponse:
    """First where it was agreed and under which power; then all of it. The address carries both,
    and `replaces` where it takes the place of another."""
    require(can_record_decision(here))
    sources = {one.key: one for one in [*_sources(here), Source()]}
    old = _replaced(request, here)
    if request.method != "POST" and "under" not in request.GET:
        return _start(request, here, sources, old)
    source = sources.get(request.GET.get("came_from", ""))
    if source is None:
        return _start(request, here, sources, old)
    power = _power(here, source.day, request.GET.get("under", ""))
    known = {**(copied(old) if old else {}), **source.proposed}
    form = _form(request, here, power, source, {**_asked_of(here), **known})
    if form.is_valid():
        try:
            made = decisions.put_on_record(
                forum=here.forum,
                delegation=power,
                item=source.item,
                round=source.round,
                replaces=old,
                **form.fields_to_keep(),
                by=here.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _say_what_it_became(request, made)
            return redirect(made)
    context = {**shown(here, "decisions"), "power": power, "source": source, "replaces": old}
    context["card"] = cards([power])[0] if power is not None else None
    context["said"] = summary(source.round) if source.round is not None else None
    return render_form(request, "forums/decision_new.html", form, context)


@on_decision
def decision_edit(request: Request, here: Place, decision: Decision) -> HttpResponse:
    require(can_change_decision(here, decision))
    source = source_of(decision)
    known = {**copied(decision), **_asked_of(here, decision)}
    ticks = ("conditions_met", "consulted", "touches")
    known |= {name: getattr(decision, name) for name in ticks}
    form = _form(request, here, decision.delegation, source, known, decision)
    if form.is_valid():
        try:
            made = decisions.rewrite(
                decision=decision,
                delegation=decision.delegation,
                **form.fields_to_keep(),
                by=here.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _say_what_it_became(request, made)
            return redirect(made)
    context = {**framed(here, decision), "power": decision.delegation, "source": source}
    return render_form(request, "forums/decision_edit.html", form, context)


@on_decision
def decision_publish(request: Request, here: Place, decision: Decision) -> HttpResponse:
    """Asks first: members get a mail, and it never changes again."""
    require(can_change_decision(here, decision))
    refused = ""
    if request.method == "POST":
        try:
            made = decisions.publish(decision=decision, by=here.user)
        except DomainError as error:
            refused = str(error)
        else:
            messages.success(request, f"{made} is published. Members are told.")
            return redirect(made)
    context = {
        **framed(here, decision),
        "refused": refused,
        "waits_until": waited_for_until(decision),
        "stops": why_not(decision),
        "members": here.forum.memberships.live().in_place().acknowledged().count(),
        "unheard": decision.dissents.waiting().count(),
    }
    status = 422 if refused else 200
    return render(request, "forums/decision_publish.html", context, status=status)


@require_POST
@on_decision
def decision_drop(request: Request, here: Place, decision: Decision) -> HttpResponse:
    require(can_change_decision(here, decision))
    decisions.drop(decision=decision, by=here.user)
    messages.success(request, f"{decision} is withdrawn. What it would have spent is free again.")
    return redirect("forums:decision_list", here.forum.pk)


@on_decision
def dissent_ask(request: Request, here: Place, decision: Decision) -> HttpResponse:
    require(can_change_decision(here, decision))
    form = AskDissentForm(posted(request), members=_to_ask(here, decision))
    if form.is_valid():
        try:
            dissents.ask(decision=decision, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "They are asked for their own words by mail.")
            return redirect(decision)
    return render_form(request, "forums/dissent_ask.html", form, framed(here, decision))


def _start(
    request: Request, here: Place, sources: dict[str, Source], old: Decision | None
) -> HttpResponse:
    first = request.GET.get("came_from", CHAIR)
    source = sources.get(first, Source())
    mine = here.member.seat
    held = cards(powers_of(here.forum, source.day, mine))
    chosen = {"came_from": source.key, "under": _likely(source, old)}
    asked = request.GET if "go" in request.GET else None
    form = StartForm(asked, sources=list(sources.values()), cards=held, initial=chosen)
    context = {**shown(here, "decisions"), "replaces": old}
    return render_form(request, "forums/decision_start.html", form, context)


def _likely(source: Source, old: Decision | None) -> str:
    power = source.suggested or (old.delegation if old else None)
    return str(power.pk) if power is not None else ""


def _form(
    request: Request,
    here: Place,
    power: Delegation | None,
    source: Source,
    initial: dict[str, Any],
    decision: Decision | None = None,
) -> DecisionForm:
    kept = (decision.addressee if decision else None) or here.forum.convened_by
    return DecisionForm(
        posted(request),
        delegation=power,
        source=source,
        named=names_to_leave_out(here.forum),
        initial=initial,
        by=here.user,
        kept=kept,
    )


def _asked_of(here: Place, decision: Decision | None = None) -> dict[str, Any]:
    """Who answers, where nothing is handed over: to begin with, whoever convened the forum."""
    if decision is None or decision.addressee is None:
        return {"addressee": here.forum.convened_by.name}
    return {"addressee": decision.addressee.name, "addressee_office": decision.addressee_office}


def _sources(here: Place) -> list[Source]:
    """Of the whole forum for who runs its meetings; the holder of a seat decides alone."""
    return open_sources(here.forum) if can_run_meetings(here) else []


def _power(here: Place, day: date, key: str) -> Delegation | None:
    if key == NOTHING:
        return None
    found = powers_of(here.forum, day, here.member.seat).filter(pk=number_of(key)).first()
    if found is None:
        raise Http404
    return found


def _replaced(request: Request, here: Place) -> Decision | None:
    rows = here.forum.decisions.with_all()
    return rows.filter(pk=number_of(request.GET.get("replaces"))).first()


def _to_ask(here: Place, decision: Decision) -> MembershipQuerySet:
    """Members with a vote who have not been asked."""
    voters = here.forum.memberships.live().in_place().acknowledged().with_a_vote()
    asked = decision.dissents.values("membership")
    return voters.exclude(pk__in=asked).select_related("seat").order_by("seat__title", "pk")


def _say_what_it_became(request: Request, made: Decision) -> None:
    if made.is_recommendation:
        messages.warning(request, f"{made} is a recommendation. The page says why.")
    else:
        messages.success(request, f"{made} is on record, and its money is counted.")
