"""How names and addresses are spelt on envelopes, where the post cannot read them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from coalition import envelopes
from coalition.actions import spellings
from coalition.domain import DomainError
from coalition.forms.spellings import SpellingForm
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.models import Contributor, User
from coalition.permissions import can_add_contributor, can_edit_contributor, require
from coalition.views.own_page import link_has_run_out, opened

SECTION = {"section": "people"}


def spelling_list(request: Request) -> HttpResponse:
    """Whose envelope nobody has spelt yet."""
    require(can_add_contributor(request.user))
    rows = Contributor.objects.visible_to(request.user).to_spell()
    rows = rows.select_related("spelling").order_by("letter_name", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    listed = [(one, envelopes.to_spell(one, envelopes.spelling_of(one))) for one in page]
    context = {**SECTION, "page": page, "listed": listed}
    return render(request, "coalition/spelling_list.html", context)


def contributor_spelling(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contributor.objects.visible_to(request.user), pk=pk)
    require(can_edit_contributor(request.user, person))
    oneself = person.user_id == request.user.pk
    context = {**SECTION, "oneself": oneself, "back": person.get_absolute_url()}
    return _spell(request, person, request.user, context)


@login_not_required
@never_cache
def own_spelling(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    person = opened(pk, key)
    if person is None:
        return link_has_run_out(request)
    context = {"oneself": True, "back": person.own_path, "back_label": "Your own page"}
    return _spell(request, person, None, context)


def _spell(
    request: HttpRequest, person: Contributor, by: User | None, context: dict[str, Any]
) -> HttpResponse:
    wanted = envelopes.to_spell(person)
    if not wanted:
        messages.success(request, "The post can read this address as it is.")
        return redirect(context["back"])
    form = SpellingForm(posted(request), wanted=wanted, said=envelopes.spelling_of(person))
    if form.is_valid():
        try:
            spellings.spell(contributor=person, by=by, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. Envelopes are spelt like this from now on.")
            return redirect(context["back"])
    context |= {"person": person}
    return render_form(request, "coalition/contributor_spelling.html", form, context)
