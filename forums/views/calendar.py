"""One's own meetings for a calendar, and a date out of somebody else's."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from coalition import holds
from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import User
from coalition.permissions import require
from forums import calendar_files, calendars
from forums.actions import feeds
from forums.forms import CalendarFileForm
from forums.models import CalendarFeed, Meeting, Membership
from forums.permissions import Place, can_plan_meeting
from forums.views.place import past_the_scope, shown

LOOKS_BACK = timedelta(days=365)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, feed: int, key: str) -> HttpResponse:
    """For whoever has the address, which is a calendar program."""
    row = get_object_or_404(CalendarFeed.objects.going().select_related("user"), pk=feed)
    if not row.is_opened_by(key) or not row.user.is_active:
        raise Http404
    text = calendars.feed(_meetings_of(row.user))
    etag = f'"{salted_hmac("forums.feed", text, algorithm="sha256").hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=900"
    return get_conditional_response(request, etag=etag, response=response) or response


def _meetings_of(user: User) -> list[Meeting]:
    """Of every forum in which they have a seat that does not rest (HLD-2); called off as well."""
    seated = Membership.objects.live().held_by(user).select_related("contributor")
    forums = [
        seat.forum_id for seat in seated if not holds.in_force(seat.contributor, holds.Scope.SEATS)
    ]
    since = timezone.now() - LOOKS_BACK
    meetings = Meeting.objects.filter(forum__in=forums, starts_at__gte=since).with_forum()
    return list(meetings.order_by("starts_at", "pk"))


def calendar(request: Request) -> HttpResponse:
    feed = CalendarFeed.objects.going().filter(user=request.user).first()
    address = request.build_absolute_uri(feed.path) if feed else ""
    context = {
        "section": "forums",
        "feed": feed,
        "has_run_out": feed is not None and feed.link_until <= timezone.now(),
        "address": address,
        "subscribe": address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
    }
    return render(request, "forums/calendar.html", context)


@require_POST
def calendar_begin(request: Request) -> HttpResponse:
    feeds.begin(by=request.user)
    messages.success(request, "This address is yours alone. Any older one no longer works.")
    return redirect("forums:calendar")


@require_POST
def calendar_stop(request: Request) -> HttpResponse:
    feeds.stop(by=request.user)
    messages.success(request, "The address no longer works. Remove it from your calendar, too.")
    return redirect("forums:calendar")


@past_the_scope
def meeting_from_file(request: Request, here: Place) -> HttpResponse:
    """Take the date from a calendar file: the form to plan a meeting, filled in."""
    require(can_plan_meeting(here))
    form = CalendarFileForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            found = calendar_files.read(form.cleaned_data["file"].read())
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            messages.info(request, "Look whether the day and the time are right. It is UK time.")
            asked = urlencode(
                {
                    "on": found.on.isoformat(),
                    "at": found.at,
                    "length": found.length or "",
                    "place": found.place,
                    "link": found.link,
                }
            )
            return redirect(f"{reverse('forums:meeting_new', args=[here.forum.pk])}?{asked}")
    return render_form(request, "forums/meeting_from_file.html", form, shown(here, "meetings"))
