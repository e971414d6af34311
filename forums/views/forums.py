"""Forums: all that one may see, one of them, and how it comes to life."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import PAGE_SIZE, Request, posted, render_form
from coalition.models import Programme, RoleGrant, Sector, User
from coalition.permissions import require
from coalition.prepared import Prepared
from forums.actions import forums, openings
from forums.aims import aims_in, aims_of, none_from
from forums.differing import opening
from forums.forms import ForumForm
from forums.mix import by_sector, gaps, seats_with_members
from forums.models import Delegation, Forum, Membership, Seat
from forums.models.past import former_seats
from forums.permissions import (
    Place,
    can_curate_forum,
    can_draft_scope,
    can_edit_forum,
    can_look_for_people,
    can_open_forum,
    can_read_conversation,
    can_read_meetings,
    is_seated,
    leads,
)
from forums.readiness import (
    has_seat_for_chair,
    has_seated_chair,
    missing_before_active,
    missing_for_quorum,
)
from forums.spending import cards
from forums.starting import Template, template_of, templates
from forums.upcoming import upcoming
from forums.views.place import in_forum, past_the_scope, shown
from forums.views.rows import topic_rows

TOPICS_SHOWN = 6


def forum_list(request: Request) -> HttpResponse:
    found = Forum.objects.visible_to(request.user).with_counts().select_related("programme")
    page = Paginator(found.order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    on_page = list(page)
    lacking = _lacking(on_page)
    mine = Membership.objects.live().held_by(request.user).with_acknowledged().with_people()
    seats = {member.forum_id: member for member in mine.filter(forum__in=on_page)}
    context = {
        "section": "forums",
        "page": page,
        "rows": [(forum, lacking[forum.pk], seats.get(forum.pk)) for forum in on_page],
        "can_open": can_open_forum(request.user),
        "has_seat": bool(seats),
        "others": _others(request.user),
        "former": former_seats(request.user).with_people().select_related("forum"),
    }
    return render(request, "forums/forum_list.html", context)


def _others(user: User) -> Sequence[Mapping[str, object]]:
    """Of which this person may know, and no more."""
    visible = Forum.objects.visible_to(user).values("pk")
    listed = Forum.objects.listed_to(user).exclude(pk__in=visible)
    return list(listed.order_by("name", "pk").values("name", "purpose")[:PAGE_SIZE])


def _lacking(found: Sequence[Forum]) -> dict[int, list[str]]:
    """From where nobody has joined each forum, as its own page says (MIX-3)."""
    seats = Seat.objects.lacking_their_sector().filter(forum__in=found)
    hoped_for = set(seats.values_list("forum", "sector"))
    aims = aims_in([forum.pk for forum in found])
    return {
        forum.pk: list(
            dict.fromkeys(
                [
                    *(str(s.label) for s in Sector if (forum.pk, s) in hoped_for),
                    *none_from(aims.get(forum.pk, [])),
                ]
            )
        )
        for forum in found
    }


def forum_new(request: Request) -> HttpResponse:
    """From nothing, or from what forums of a kind start from (`from` in the address)."""
    require(can_open_forum(request.user))
    led = list(Programme.objects.with_role(request.user, RoleGrant.Role.PROGRAMME_LEAD))
    template = _start(request)
    form = ForumForm(posted(request), by=request.user, programmes=led, template=template)
    if form.is_valid():
        fields = {"programme": led[0], **form.cleaned_data}
        try:
            if template is None:
                forum = forums.open_forum(**fields, by=request.user)
            else:
                forum = openings.open_from(template=template, **fields, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _opened(forum, template))
            return redirect("forums:seat_list", forum.pk)
    context = {"section": "forums", "templates": templates(), "start": template}
    return render_form(request, "forums/forum_new.html", form, context)


def _start(request: Request) -> Template | None:
    kind = request.GET.get("from", "")
    return template_of(kind) if kind in Forum.Kind.values else None


def _opened(forum: Forum, template: Template | None) -> str:
    if template is None:
        return f"{forum} is a draft now. Add its seats next."
    return f"{forum} is a draft now, with {len(template.seats)} seats. Make them yours."


@past_the_scope
def forum_detail(request: Request, here: Place) -> HttpResponse:
    room = seats_with_members(here.forum)
    rows, aims = by_sector(room), aims_of(here.forum)
    members = [seat.member for seat in room if seat.member]
    context = {
        **shown(here, "overview"),
        "rows": rows,
        "aims": aims,
        "gaps": gaps(rows, aims),
        "members": members,
        "acknowledged": sum(member.has_acknowledged for member in members),
        "cards": cards(_STANDING(forum=here.forum.pk)),
        "chairs": [member for member in members if member.seat.kind == Seat.Kind.CHAIR],
        "topics": _latest_topics(here),
        **_meetings(here),
        "opening": opening(here.forum) if is_seated(here) else [],
        "can_edit": can_edit_forum(here),
        "can_curate": can_curate_forum(here),
        "can_look": can_look_for_people(here),
        "can_draft": can_draft_scope(here),
        **_steps(here),
    }
    return render(request, "forums/forum_detail.html", context)


def _standing(forum: int) -> QuerySet[Delegation]:
    return Delegation.objects.filter(forum=forum).standing().with_all().order_by("pk")


_STANDING = Prepared(_standing)


def _meetings(here: Place) -> dict[str, object]:
    """The next one, or the one that goes on; and how much of the last ones is still to be done."""
    if not can_read_meetings(here):
        return {}
    return {"upcoming": upcoming(here), "open_actions": here.forum.actions.open().count()}


def _latest_topics(here: Place) -> list[dict[str, Any]]:
    if not can_read_conversation(here):
        return []
    return topic_rows(here, here.forum.topics.newest_first().for_list()[:TOPICS_SHOWN])


def _steps(here: Place) -> dict[str, object]:
    """What brings a forum to life, as (words, url name, done), and whether the next of the lead's
    own steps can be taken; nothing once it is active, or for whom it is no task."""
    forum = here.forum
    if forum.has_begun or not can_curate_forum(here):
        return {}
    has_chairs_seat, ready = has_seat_for_chair(forum), not missing_before_active(forum)
    is_open = forum.status != Forum.Status.DRAFT
    return {
        "steps": [
            ("Add its seats, the chair’s among them", "forums:seat_list", has_chairs_seat),
            ("Open it to new members", "", is_open),
            ("Write the scope and have it approved", "forums:scope", here.scope is not None),
            (
                "The chair takes the seat and acknowledges the scope",
                "forums:seat_list",
                has_seated_chair(forum),
            ),
            (_quorum_step(forum), "forums:seat_list", not missing_for_quorum(forum)),
            ("Make it active", "", False),
        ],
        "is_ready": ready if is_open else has_chairs_seat,
    }


def _quorum_step(forum: Forum) -> str:
    return f"Enough members have acknowledged it for a quorum. {forum.quorum.in_words}"


@in_forum
def forum_edit(request: Request, here: Place) -> HttpResponse:
    require(can_edit_forum(here))
    form = ForumForm(posted(request), by=here.user, programmes=[], forum=here.forum)
    if form.is_valid():
        try:
            forums.change(forum=here.forum, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The changes are saved.")
            return redirect(here.forum)
    return render_form(request, "forums/forum_edit.html", form, shown(here))


@require_POST
@in_forum
def forum_recruit(request: Request, here: Place) -> HttpResponse:
    require(leads(here))
    forum = forums.recruit(forum=here.forum, by=here.user)
    messages.success(request, "People can be asked to join now. Choose a seat to ask somebody.")
    return redirect("forums:seat_list", forum.pk)


@require_POST
@in_forum
def forum_activate(request: Request, here: Place) -> HttpResponse:
    require(leads(here))
    forum = forums.activate(forum=here.forum, by=here.user)
    messages.success(request, f"{forum} is active. Its members can talk to each other now.")
    return redirect(forum)
