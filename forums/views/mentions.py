"""Thanks in a meeting: whom to thank, and when it has been said (MTG-6)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import Affiliation, Contributor, Organisation
from forums.actions import mentions
from forums.forms import MentionForm
from forums.models import Forum, Meeting, Mention
from forums.naming import named_in
from forums.permissions import Place
from forums.views.meetings import about, meeting_to_run
from forums.views.place import past_the_scope


@past_the_scope
def mention_new(request: Request, here: Place, meeting: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    people = Contributor.objects.filter(pk__in=here.forum.memberships.live().values("contributor"))
    form = MentionForm(
        posted(request), people=people.order_by("letter_name", "pk"), named=named_in(here.forum)
    )
    if form.is_valid():
        person = form.cleaned_data["contributor"]
        try:
            mentions.add(
                meeting=row,
                contributor=person,
                organisation=_organisation_of(person, here.forum),
                what_they_did=form.cleaned_data["what_they_did"],
                what_it_made_possible=form.cleaned_data["what_it_made_possible"],
                membership=here.member,
                by=here.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is in the opening. See there how it may be said.")
            return redirect("forums:meeting_opening", here.forum.pk, row.pk)
    return render_form(request, "forums/mention_new.html", form, about(here, row))


def _organisation_of(person: Contributor, forum: Forum) -> Organisation | None:
    """From which they come here; or the one in which they have a place, if it is one."""
    member = forum.memberships.live().filter(contributor=person).select_related("organisation")
    if seated := member.first():
        return seated.organisation
    places = Affiliation.objects.in_force().filter(contributor=person)
    found = list(places.select_related("organisation").order_by("pk")[:2])
    return found[0].organisation if len(found) == 1 else None


@require_POST
@past_the_scope
def mention_remove(request: Request, here: Place, meeting: int, mention: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    mentions.remove(mention=_find(row, mention), by=here.user)
    messages.success(request, "It is taken off the list.")
    return redirect("forums:meeting_opening", here.forum.pk, row.pk)


@require_POST
@past_the_scope
def mention_say(request: Request, here: Place, meeting: int, mention: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    mentions.say(mention=_find(row, mention), by=here.user)
    messages.success(request, "It is noted that it was said.")
    return redirect("forums:meeting_opening", here.forum.pk, row.pk)


def _find(meeting: Meeting, mention: int) -> Mention:
    found = Mention.objects.filter(item__meeting=meeting).with_people()
    return get_object_or_404(found.select_related("item__meeting"), pk=mention)
