"""Two rows of the register become one: choose the other, look at both, decide, take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.actions import merges
from coalition.domain import DomainError
from coalition.forms.merges import MergeForm
from coalition.http import Request, posted, render_form
from coalition.merging.preview import preview
from coalition.models import Contributor, LikelyDouble, Merge, Organisation
from coalition.permissions import can_merge, require

CANDIDATES = 10
Row = Organisation | Contributor


def organisation_merge(request: Request, pk: int) -> HttpResponse:
    return _choose(request, _organisation(request, pk))


def organisation_merge_with(request: Request, pk: int, other_pk: int) -> HttpResponse:
    return _decide(request, _organisation(request, pk), _organisation(request, other_pk))


def contributor_merge(request: Request, pk: int) -> HttpResponse:
    return _choose(request, _person(request, pk))


def contributor_merge_with(request: Request, pk: int, other_pk: int) -> HttpResponse:
    return _decide(request, _person(request, pk), _person(request, other_pk))


def merge_detail(request: Request, pk: int) -> HttpResponse:
    merge = _merge(request, pk)
    context = {"section": _section(merge.kept), "merge": merge}
    return render(request, "coalition/merge_detail.html", context)


@require_POST
def merge_undo(request: Request, pk: int) -> HttpResponse:
    merge = merges.undo(merge=_merge(request, pk), by=request.user)
    messages.success(request, f"{merge.kept} and {merge.merged} are two again.")
    return redirect(merge)


def _choose(request: Request, keep: Row) -> HttpResponse:
    """Which one is the same? Those of the same name, until somebody searches."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    visible = type(keep).objects.visible_to(request.user)
    found = visible.matching(words or _name(keep)).exclude(pk=keep.pk)
    context = {
        "section": _section(keep),
        "keep": keep,
        "words": words,
        "candidates": [(row, _about(row)) for row in found[:CANDIDATES]],
        "with_url": f"{_kind(keep)}_merge_with",
    }
    return render(request, "coalition/merge_choose.html", context)


def _decide(request: Request, keep: Row, lose: Row) -> HttpResponse:
    if keep.pk == lose.pk:
        raise DomainError("This is one and the same. Choose another one to merge with.")
    found = preview(keep, lose)
    form = MergeForm(posted(request), found=found)
    if form.is_valid():
        try:
            merge = merges.merge(keep=keep, lose=lose, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"They are one now: {keep}.")
            return redirect(merge)
    context = {
        "section": _section(keep),
        "keep": keep,
        "lose": lose,
        "double": LikelyDouble.objects.between(keep, lose).with_rows().first(),
        "found": found,
        "blocked": [clash.question for clash in found.clashes if not clash.options],
        "with_url": f"{_kind(keep)}_merge_with",
    }
    return render_form(request, "coalition/merge_decide.html", form, context)


def _about(row: Row) -> list[str]:
    """What tells two of one name apart."""
    if isinstance(row, Organisation):
        numbers = [str(number) for number in row.identifiers.order_by("scheme", "value")[:3]]
        return [row.get_sector_display(), *filter(None, [row.area]), *numbers]
    places = row.affiliations.select_related("organisation").order_by("-from_on")[:3]
    return [*filter(None, [row.email]), *(str(place.organisation) for place in places)]


def _organisation(request: Request, pk: int) -> Organisation:
    found = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    require(can_merge(request.user, found))
    return found


def _person(request: Request, pk: int) -> Contributor:
    found = get_object_or_404(Contributor.objects.visible_to(request.user), pk=pk)
    require(can_merge(request.user, found))
    return found


def _merge(request: Request, pk: int) -> Merge:
    found = get_object_or_404(Merge.objects.visible_to(request.user).with_rows(), pk=pk)
    require(can_merge(request.user, found.kept))
    return found


def _name(row: Row) -> str:
    return row.name if isinstance(row, Organisation) else row.letter_name


def _kind(row: Row) -> str:
    return "organisation" if isinstance(row, Organisation) else "contributor"


def _section(row: Row) -> str:
    return "organisations" if isinstance(row, Organisation) else "people"
