"""Letters that cannot be posted: to whom, why, and where that is mended."""

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from coalition.http import PAGE_SIZE, Request, number_of
from coalition.models.contributor import ContributorQuerySet
from coalition.permissions import require
from coalition.spreadsheets.writer import to_csv
from recognition import unpostable
from recognition.actions import unpostable as actions
from recognition.models import Campaign, Letter
from recognition.permissions import can_prepare_thanks, can_see_thanks
from recognition.unpostable import Unpostable

SECTION = {"section": "thanks", "tab": "campaigns"}


def unpostable_list(request: Request) -> HttpResponse:
    """Of all campaigns and of what is owed; with ?campaign= of those chosen for one."""
    require(can_see_thanks(request.user))
    campaign, people = _people(request)
    after = number_of(request.GET.get("after"))
    rows = unpostable.found(people, after, PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    context = {
        **SECTION,
        "campaign": campaign,
        "rows": _with_letters(request, shown),
        "after": after,
        "next": shown[-1].person.pk if len(rows) > PAGE_SIZE else None,
        "can_mend": can_prepare_thanks(request.user),
    }
    return render(request, "recognition/unpostable_list.html", context)


def unpostable_export(request: Request) -> HttpResponse:
    """The same, whole, as CSV."""
    require(can_see_thanks(request.user))
    _, people = _people(request)
    rows = unpostable.found(people)
    actions.note_export(rows=len(rows), by=request.user)
    table = to_csv(
        ["Name", "Address as typed", "Email", "Why nothing can be posted"],
        [[row.person.letter_name, _on_one_line(row), row.person.email, row.reason] for row in rows],
    )
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="cannot-be-posted.csv"'},
    )


def _people(request: Request) -> tuple[Campaign | None, ContributorQuerySet]:
    number = number_of(request.GET.get("campaign"))
    if not number:
        return None, unpostable.people_of(request.user)
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=number)
    return campaign, unpostable.people_chosen(campaign)


def _with_letters(
    request: Request, rows: list[Unpostable]
) -> list[tuple[Unpostable, list[Letter]]]:
    """Each with its letters that wait."""
    waiting = Letter.objects.visible_to(request.user).unsettled().select_related("campaign")
    of: dict[int, list[Letter]] = defaultdict(list)
    for letter in waiting.filter(contributor__in=[row.person.pk for row in rows]).order_by("pk"):
        of[letter.contributor_id].append(letter)
    return [(row, of[row.person.pk]) for row in rows]


def _on_one_line(row: Unpostable) -> str:
    return ", ".join(line.strip() for line in row.person.address.splitlines() if line.strip())
