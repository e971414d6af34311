"""All about letters that are fixed on one paper, for whoever decides whether they go."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from coalition.http import Request
from recognition import submissions
from recognition.actions.submissions import take
from recognition.typesetting.submission import typeset
from recognition.views.campaigns import visible_campaign


@never_cache
def campaign_submission(request: Request, pk: int) -> HttpResponse:
    """As PDF, bound to the words and the people as they stand; the journal knows who took it."""
    campaign = visible_campaign(request, pk)
    if not campaign.frozen_at:
        return redirect(campaign)
    pdf = typeset(submissions.of(campaign))
    take(campaign=campaign, seen=campaign.fingerprint, by=request.user)
    name = f"submission-{campaign.pk}-{submissions.short_print(campaign)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
