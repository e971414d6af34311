"""One question a quarter, answered by whoever holds the link in a mail. No account is needed."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from coalition.domain import DomainError
from coalition.http import posted, render_form
from forums.actions import pulses
from forums.forms import PulseForm
from forums.models import PulseAsk


@login_not_required
@never_cache
def pulse(request: HttpRequest, ask: int, key: str) -> HttpResponse:
    """A question that is answered or over still opens a page that says so."""
    asked = get_object_or_404(PulseAsk.objects.with_matter(), pk=ask)
    if not asked.is_opened_by(key):
        raise Http404
    form = PulseForm(posted(request))
    if form.is_valid():
        by = asked.person.user if request.user.pk == asked.person.user_id else None
        try:
            pulses.answer(ask=asked, score=form.cleaned_data["score"], by=by)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(asked.path)
    context = {"ask": asked, "pulse": asked.pulse, "forum": asked.pulse.forum}
    return render_form(request, "forums/pulse.html", form, context)
