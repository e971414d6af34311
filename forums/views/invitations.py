"""The page of a person who is asked to join. The link is the key; no account is needed to read
it or to say no."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import posted, render_form
from coalition.models import User
from forums.actions import invitations
from forums.forms import SuggestionForm
from forums.models import Invitation


@login_not_required
def invitation(request: HttpRequest, invitation: int, key: str) -> HttpResponse:
    asked = _opened_by(invitation, key)
    if asked.status == Invitation.Status.DECLINED and not asked.suggested_instead:
        return _declined(request, asked)
    return render(request, "forums/invitation.html", _context(request, asked))


def _declined(request: HttpRequest, asked: Invitation) -> HttpResponse:
    """Thanks, and one question (INV-2)."""
    form = SuggestionForm(posted(request))
    if form.is_valid():
        invitations.suggest_instead(invitation=asked, instead=form.cleaned_data["instead"])
        return redirect(asked.path)
    context = {"invitation": asked, "forum": asked.seat.forum}
    return render_form(request, "forums/invitation_declined.html", form, context)


@login_not_required
@require_POST
def invitation_accept(request: HttpRequest, invitation: int, key: str) -> HttpResponse:
    asked = _opened_by(invitation, key)
    if not request.user.is_authenticated:
        return redirect(_sign_in(asked))
    if not asked.is_for(request.user):
        return render(request, "forums/invitation.html", _context(request, asked), status=403)
    try:
        membership = invitations.accept(invitation=asked, by=request.user)
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect(asked.path)
    messages.success(request, f"Thank you. You have the seat of {membership.seat}.")
    return redirect(membership.forum)


@login_not_required
@require_POST
def invitation_decline(request: HttpRequest, invitation: int, key: str) -> HttpResponse:
    asked = _opened_by(invitation, key)
    try:
        invitations.decline(invitation=asked)
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect(asked.path)


def _opened_by(number: int, key: str) -> Invitation:
    """A link that ran out or was answered still opens a page that says so."""
    asked = get_object_or_404(Invitation.objects.with_forum(), pk=number)
    if not asked.is_named_by(key):
        raise Http404
    return asked


def _context(request: HttpRequest, asked: Invitation) -> dict[str, object]:
    user = request.user
    return {
        "invitation": asked,
        "forum": asked.seat.forum,
        "scope": asked.seat.forum.scopes.effective().with_items().first(),
        "is_another": user.is_authenticated and not asked.is_for(user),
    }


def _sign_in(asked: Invitation) -> str:
    """To sign in or, for whom we do not know yet, to sign up; and back to the invitation."""
    known = User.objects.filter(email=asked.email).exists()
    page = reverse("account_login" if known else "account_signup")
    return f"{page}?{urlencode({'next': asked.path, 'email': asked.email})}"
