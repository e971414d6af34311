"""Mail of what is new in forums: how often, and stopped by one click."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from coalition.http import Request, posted, render_form
from forums.actions import digests
from forums.forms import DigestForm
from forums.models import Digest, Membership


def digest_list(request: Request) -> HttpResponse:
    seats = Membership.objects.live().held_by(request.user).select_related("forum", "digest")
    rows = list(seats.order_by("forum__name", "pk"))
    form = DigestForm(posted(request), seats=rows)
    if rows and form.is_valid():
        digests.choose(choices=form.choices, by=request.user)
        messages.success(request, "Saved. From now on, mail comes like this.")
        return redirect("forums:digest_list")
    context = {"section": "forums", "seats": rows}
    return render_form(request, "forums/digest_list.html", form, context)


@login_not_required
@never_cache
@csrf_exempt  # mail programs post here, from nowhere; the key in the address is what counts
def digest_stop(request: HttpRequest, digest: int, key: str) -> HttpResponse:
    """Asks on GET, because scanners of mail open every link; stops on POST, without a redirect,
    as RFC 8058 wants."""
    rows = Digest.objects.select_related("membership__forum__programme", "membership__contributor")
    found = get_object_or_404(rows, pk=digest)
    if not found.is_opened_by(key):
        raise Http404
    if request.method == "POST":
        found.frequency = digests.stop(digest=found).frequency
    context = {
        "digest": found,
        "forum": found.membership.forum,
        "is_stopped": found.frequency == Digest.Frequency.NONE,
    }
    return render(request, "forums/digest_stop.html", context)
