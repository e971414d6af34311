"""One decision, as its readers see it."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from forums.models import Decision


@login_not_required
def decision_detail(request: HttpRequest, decision: int) -> HttpResponse:
    """Whoever may not read it, and has not signed in, is asked to."""
    rows = Decision.objects.visible_to(request.user).with_all()
    row = rows.filter(pk=decision).first()
    if row is None:
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    context = {
        "section": "forums",
        "decision": row,
        "dissents": row.dissents.approved().with_people().select_related("membership__forum"),
        "overrides": row.overrides.with_all().in_order(),
    }
    return render(request, "forums/decision_detail.html", context)
