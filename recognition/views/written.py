"""Thanks by e-mail, and invitations: written by one person, and answered by another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from recognition.actions import written
from recognition.forms.written import InvitationForm, WordsForm
from recognition.models import Acknowledgement, Invitation

SECTION = {"section": "thanks", "tab": "ledger"}
Kind = Acknowledgement.Kind


def acknowledgement_write(request: Request, pk: int) -> HttpResponse:
    visible = Acknowledgement.objects.visible_to(request.user).with_events()
    given = get_object_or_404(visible.filter(kind__in=Acknowledgement.BY_MAIL), pk=pk)
    require(given.giver_id == request.user.pk)
    is_invitation = given.kind == Kind.INVITATION
    form = InvitationForm(posted(request)) if is_invitation else WordsForm(posted(request))
    if form.is_valid():
        do = written.invite if is_invitation else written.write
        try:
            do(acknowledgement=given, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is on its way. It counts as thanks once it has gone.")
            return redirect(given)
    context = {**SECTION, "given": given, "event": given.event, "is_invitation": is_invitation}
    return render_form(request, "recognition/acknowledgement_write.html", form, context)


@login_not_required
def thanks_invitation(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    context = {"invitation": _opened_by(pk, key)}
    return render(request, "recognition/thanks_invitation.html", context)


@login_not_required
@require_POST
def thanks_invitation_answer(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    invitation = _opened_by(pk, key)
    says = request.POST.get("answer", "")
    if says not in Invitation.Answer.values:
        messages.warning(request, "Choose whether you come.")
        return redirect(invitation.path)
    try:
        written.answer(invitation=invitation, says=says)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Thank you. We know now.")
    return redirect(invitation.path)


def _opened_by(pk: int, key: str) -> Invitation:
    rows = Invitation.objects.select_related("acknowledgement__event__programme")
    invitation = get_object_or_404(
        rows.select_related("acknowledgement__event__contributor", "acknowledgement__giver"), pk=pk
    )
    if not invitation.is_opened_by(key):
        raise Http404
    return invitation
