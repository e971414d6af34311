"""No more thanks by email: for whoever got such a letter, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from coalition import contact
from coalition.actions import preferences
from coalition.contact import Channel
from coalition.models import Contributor
from recognition import stop_links
from recognition.models import Letter


@login_not_required
@never_cache
@csrf_exempt  # mail programs post here, from nowhere; the key in the address is what counts
def letter_stop(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Asks on GET, because scanners of mail open every link; stops on POST, without a redirect,
    as RFC 8058 wants."""
    letters = Letter.objects.select_related("contributor", "campaign__programme")
    letter = get_object_or_404(letters, ref=ref)
    stays = letter.contributor.merged_into_id or letter.contributor_id
    person = Contributor.objects.get(pk=stays)
    if not stop_links.is_opened_by(letter, key) or person.anonymised_at:
        raise Http404
    if request.method == "POST":
        preferences.stop_email(person=person)
    stand = contact.stands([person.pk]).get(person.pk, contact.NOTHING)
    context = {
        "programme": letter.campaign.programme,
        "is_stopped": Channel.EMAIL not in stand.wishes.channels,
    }
    return render(request, "recognition/letter_stop.html", context)
