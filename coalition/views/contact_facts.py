"""Somebody died, went away, wants no contact, can be reached again, or is forgotten."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition import tasks
from coalition.actions import anonymising, contact_facts, own_pages
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.fields import AppForm
from coalition.forms.contact_facts import AliveForm, DeathForm, GoneAwayForm
from coalition.http import Request, posted, render_form
from coalition.models import Contributor
from coalition.permissions import can_remove_identity, can_stop_contact, require

SECTION = {"section": "people"}


def contributor_died(request: Request, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = DeathForm(posted(request))
    done = "We are sorry. Nothing goes to them any more."
    return _by_form(request, "contributor_died", person, form, contact_facts.record_death, done)


def contributor_gone_away(request: Request, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = GoneAwayForm(posted(request))
    done = "Nothing goes to them until somebody finds them again."
    return _by_form(request, "contributor_gone_away", person, form, contact_facts.gone_away, done)


def contributor_alive(request: Request, pk: int) -> HttpResponse:
    person = _person(request, pk, officer=True)
    form = AliveForm(posted(request))
    done = "No death is recorded any more. What was cancelled stays cancelled."
    return _by_form(request, "contributor_alive", person, form, contact_facts.reverse_death, done)


def contributor_no_contact(request: Request, pk: int) -> HttpResponse:
    person = _person(request, pk)
    if request.method == "POST":
        contact_facts.object_to_contact(contributor=person, by=request.user)
        messages.success(request, "Nobody writes to them any more.")
        return redirect(person)
    return _page(request, "contributor_no_contact", person)


def contributor_contact_again(request: Request, pk: int) -> HttpResponse:
    person = _person(request, pk)
    if request.method == "POST":
        contact_facts.reach_again(contributor=person, by=request.user)
        messages.success(request, "They can be contacted again. Nothing goes by itself.")
        return redirect(person)
    return _page(request, "contributor_contact_again", person)


def contributor_anonymise(request: Request, pk: int) -> HttpResponse:
    person = _person(request, pk, officer=True)
    if request.method == "POST":
        person = anonymising.anonymise(contributor=person, by=request.user)
        messages.success(request, "Their details are removed. What they did is still counted.")
        return redirect(person)
    return _page(request, "contributor_anonymise", person)


@require_POST
def contributor_ask_name(request: Request, pk: int) -> HttpResponse:
    person = _person(request, pk)
    own_pages.ask_to_confirm(contributor=person, by=request.user)
    ring(tasks.send_mail)
    messages.success(request, "They are asked by email whether their name is right.")
    return redirect(person)


def _by_form(
    request: Request,
    page: str,
    person: Contributor,
    form: AppForm,
    step: Callable[..., Contributor],
    done: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            step(contributor=person, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(person)
    return render_form(request, f"coalition/{page}.html", form, {**SECTION, "person": person})


def _page(request: Request, page: str, person: Contributor) -> HttpResponse:
    return render(request, f"coalition/{page}.html", {**SECTION, "person": person})


def _person(request: Request, pk: int, *, officer: bool = False) -> Contributor:
    person = get_object_or_404(Contributor.objects.visible_to(request.user), pk=pk)
    may = can_remove_identity if officer else can_stop_contact
    require(may(request.user))
    return person
