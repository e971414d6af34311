"""Forums that say what they are to people who are not in them."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coalition.http import PAGE_SIZE
from forums.models import Forum, ScopeStatement


@login_not_required
def forum_listed(request: HttpRequest) -> HttpResponse:
    """Name, purpose, and what the scope says aloud: no more, whoever looks."""
    in_force = ScopeStatement.objects.effective().filter(forum=OuterRef("pk"))
    rows = (
        Forum.objects.listed_to(request.user)
        .order_by("programme__name", "name", "pk")
        .annotate(says=Subquery(in_force.values("read_aloud")[:1]), of=F("programme__name"))
        .values("name", "purpose", "of", "says")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "forums/forum_listed.html", {"page": page, "rows": list(page)})
