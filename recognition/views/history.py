"""All thanks that one person, or one organisation, is owed and got, of whatever kind."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from coalition.http import PAGE_SIZE, Request
from coalition.models import Contributor, Organisation
from coalition.permissions import require
from recognition.models import Acknowledgement, ContributionEvent
from recognition.models.contribution import ContributionQuerySet
from recognition.permissions import can_see_thanks

SECTION = {"section": "thanks", "tab": "ledger"}


def person_history(request: Request, pk: int) -> HttpResponse:
    require(can_see_thanks(request.user))
    person = get_object_or_404(Contributor.objects.visible_to(request.user), pk=pk)
    return _history(request, person, contributor=person)


def organisation_history(request: Request, pk: int) -> HttpResponse:
    require(can_see_thanks(request.user))
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    return _history(request, organisation, organisation=organisation)


def _history(
    request: Request, whose: Contributor | Organisation, **filters: object
) -> HttpResponse:
    events = ContributionEvent.objects.visible_to(request.user).filter(**filters)
    page = Paginator(_with_thanks(events).order_by("-happened_on", "-pk"), PAGE_SIZE)
    context = {
        **SECTION,
        "whose": whose,
        "page": page.get_page(request.GET.get("page")),
        "is_organisation": isinstance(whose, Organisation),
        "owed": events.owed().count(),
    }
    return render(request, "recognition/history.html", context)


def _with_thanks(events: ContributionQuerySet) -> ContributionQuerySet:
    live = Acknowledgement.objects.live().select_related("giver").order_by("pk")
    return events.with_people().prefetch_related(
        Prefetch("acknowledgements", live, to_attr="thanks")
    )
