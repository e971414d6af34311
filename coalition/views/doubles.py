"""What may be on the register twice, side by side: make it one, or remember that they are two."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from coalition.actions import doubles
from coalition.domain import DomainError
from coalition.filters import count_words
from coalition.http import Request
from coalition.models import Contributor, LikelyDouble, Organisation
from coalition.paging import Ring, page_of
from coalition.permissions import can_merge, can_merge_organisations, can_merge_people, require
from coalition.views.double_facts import facts_of

AT_ONCE = 10
LIKELY_SHOWN = 3  # beside one row
BEST_FIRST, LATEST_FIRST = ("-likeness", "-pk"), ("-told_apart_at", "-pk")
SECTIONS = {Organisation: "organisations", Contributor: "people"}


def organisation_doubles(request: Request) -> HttpResponse:
    require(can_merge_organisations(request.user))
    return _list(request, Organisation)


def contributor_doubles(request: Request) -> HttpResponse:
    require(can_merge_people(request.user))
    return _list(request, Contributor)


@require_POST
def double_tell_apart(request: Request, pk: int) -> HttpResponse:
    double = doubles.tell_apart(double=_double(request, pk), by=request.user)
    messages.success(
        request,
        f"{double.first} and {double.second} are two, and will not be suggested again."
        " You find them under “Told apart”, should you think again.",
    )
    return _back_to_list(request, double)


@require_POST
def double_put_back(request: Request, pk: int) -> HttpResponse:
    double = doubles.put_back(double=_double(request, pk), by=request.user)
    messages.success(request, f"{double.first} and {double.second} are suggested again.")
    return _back_to_list(request, double)


def _list(request: Request, model: type[Organisation | Contributor]) -> HttpResponse:
    pairs = LikelyDouble.objects.of(model, seen_by=request.user)
    told_apart = request.GET.get("show") == "apart"
    shown, order = (
        (pairs.told_apart(), LATEST_FIRST) if told_apart else (pairs.undecided(), BEST_FIRST)
    )
    page = page_of([Ring(shown, order)], request.GET, AT_ONCE)
    facts = facts_of(model, {pk for double in page for pk in double.pks})
    page.object_list = [_side_by_side(double, facts) for double in page]
    context = {
        "section": SECTIONS[model],
        "model": model._meta.model_name,
        "page": page,
        "told_apart": told_apart,
        "waiting_count": count_words(pairs.undecided()),
        "apart_count": count_words(pairs.told_apart()),
        "here": request.GET.urlencode(),
    }
    return render(request, "coalition/doubles.html", context)


def _side_by_side(double: LikelyDouble, facts: dict[int, dict[str, str]]) -> dict[str, Any]:
    """A pair, its reasons, and (label, of the first, of the second, whether it is the same)."""
    first, second = (facts[pk] for pk in double.pks)
    return {
        "double": double,
        "merge_url": merge_url(double.first, double.second),
        "rows": [
            (label, first[label], second[label], first[label].lower() == second[label].lower())
            for label in first
            if first[label] or second[label]
        ],
    }


def looks_like(row: Organisation | Contributor) -> tuple[list[dict[str, Any]], set[int]]:
    """(others that this may be the same as, the ids of those that it is not)."""
    rows = LikelyDouble.objects.touching(type(row), [row.pk]).standing().with_rows()
    pairs = list(rows.order_by("-likeness", "pk"))
    likely = [
        {
            "other": (other := double.second if double.first == row else double.first),
            "reasons": double.reasons,
            "merge_url": merge_url(row, other),
        }
        for double in pairs
        if not double.told_apart_at
    ]
    told_apart = {pk for double in pairs if double.told_apart_at for pk in double.pks}
    return likely[:LIKELY_SHOWN], told_apart - {row.pk}


def merge_url(keep: Organisation | Contributor, lose: Organisation | Contributor) -> str:
    return reverse(f"{keep._meta.model_name}_merge_with", args=[keep.pk, lose.pk])


def _double(request: Request, pk: int) -> LikelyDouble:
    """Suggestions come and go by themselves: who may see them is told so."""
    visible = LikelyDouble.objects.visible_to(request.user).with_rows()
    double = visible.filter(pk=pk).first()
    if double is None and can_merge_organisations(request.user):
        raise DomainError(doubles.NOT_ALIKE_NOW)
    if double is None:
        raise Http404
    require(can_merge(request.user, double.first))
    return double


def _back_to_list(request: Request, double: LikelyDouble) -> HttpResponse:
    """To the same page of it."""
    here = request.GET.urlencode()
    address = reverse(f"{double.first._meta.model_name}_doubles")
    return redirect(f"{address}?{here}" if here else address)
