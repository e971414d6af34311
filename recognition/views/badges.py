"""Badges: made and withdrawn by whoever was thanked, and verified by anybody (Open Badges 3.0)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from recognition import badges
from recognition.actions import badges as actions
from recognition.forms.badges import BadgeForm
from recognition.models import Badge, ContributionEvent

SECTION = {"section": "my_letters"}
JWT = "application/vc+jwt"


def my_badge_new(request: Request, pk: int) -> HttpResponse:
    """Of one’s own thanks only; others are not there."""
    mine = ContributionEvent.objects.filter(contributor__user=request.user).with_people()
    event = get_object_or_404(mine.filter(outcome=ContributionEvent.Outcome.THANKED), pk=pk)
    form = BadgeForm(posted(request))
    if form.is_valid():
        try:
            badge = actions.make(event=event, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your badge is made. Show its address to whomever you like.")
            return redirect(badge)
    return render_form(request, "recognition/my_badge_new.html", form, {**SECTION, "event": event})


@require_POST
def my_badge_withdraw(request: Request, slug: str) -> HttpResponse:
    badge = get_object_or_404(Badge.objects.made_by(request.user), slug=slug)
    actions.withdraw(badge=badge, by=request.user)
    messages.success(request, "Your badge is withdrawn. Whoever looks at it is told so.")
    return redirect("recognition:my_letter_list")


@login_not_required
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    """For anybody who has its address: what its owner chose to show, and whether it is genuine."""
    found = _found(slug)
    context = {
        "badge": found,
        "name": badges.name_on(found),
        "event": found.event,
        "is_genuine": not found.withdrawn_at and badges.is_genuine(badges.credential(found)),
        "is_mine": request.user.is_authenticated
        and found.event.contributor.user_id == request.user.pk,
    }
    return render(request, "recognition/badge.html", context)


@login_not_required
def badge_credential(request: HttpRequest, slug: str) -> HttpResponse:
    """What a wallet or a verifier reads; of a badge that was withdrawn, nothing."""
    found = _found(slug)
    if found.withdrawn_at:
        raise Http404
    return HttpResponse(badges.credential(found), content_type=JWT)


@login_not_required
def badge_status(request: HttpRequest) -> HttpResponse:
    """Numbers of badges that were withdrawn, signed; it tells nothing about anybody."""
    withdrawn = Badge.objects.exclude(withdrawn_at=None).values_list("pk", flat=True)
    return HttpResponse(badges.status_list(withdrawn, timezone.now()), content_type=JWT)


def _found(slug: str) -> Badge:
    rows = Badge.objects.select_related("event__contributor", "event__programme")
    found = get_object_or_404(rows, slug=slug)
    if not badges.may_be_shown(found):
        raise Http404
    return found
