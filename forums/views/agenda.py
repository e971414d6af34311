"""The agenda of a meeting: items come, change, move and go; papers are added and sent round."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition import attachments
from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import agendas, papers
from forums.forms import ItemForm, LengthForm, PaperForm, RemoveForm
from forums.models import AgendaItem, Forum, Meeting, Paper, PaperFile, Seat
from forums.models.forum import SeatQuerySet
from forums.naming import Named, named_in
from forums.permissions import Place, can_add_paper, can_withdraw_paper
from forums.views.meetings import about, find_meeting, meeting_to_run
from forums.views.place import past_the_scope


def names_to_leave_out(forum: Forum) -> Named | None:
    """None where names may stand (MTG-4)."""
    return None if forum.is_attributed else named_in(forum)


def seats_taken(forum: Forum, and_also: Seat | None = None) -> SeatQuerySet:
    """In which somebody sits; and one that stands there already, whoever sits in it now."""
    seats = Q(pk__in=forum.memberships.live().values("seat"))
    if and_also is not None:
        seats |= Q(pk=and_also.pk)
    return forum.seats.filter(seats).in_order()


def find_item(meeting: Meeting, item: int) -> AgendaItem:
    items = meeting.items.select_related("meeting__forum__programme", "proposer_seat")
    return get_object_or_404(items, pk=item)


@past_the_scope
def item_new(request: Request, here: Place, meeting: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    form = ItemForm(
        posted(request), seats=seats_taken(here.forum), named=names_to_leave_out(here.forum)
    )
    if form.is_valid():
        try:
            item = agendas.add(meeting=row, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"‘{item}’ is on the agenda.")
            return redirect(row)
    return render_form(request, "forums/item_new.html", form, about(here, row))


@past_the_scope
def item_edit(request: Request, here: Place, meeting: int, item: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    found = find_item(row, item)
    form = _form_for(request, here, found)
    if form.is_valid():
        try:
            agendas.change(item=found, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The change is saved.")
            return redirect(row)
    return render_form(request, "forums/item_edit.html", form, {**about(here, row), "item": found})


def _form_for(request: Request, here: Place, item: AgendaItem) -> ItemForm | LengthForm:
    if item.is_standing or item.tells_of_override:
        return LengthForm(posted(request), initial={"length": item.length})
    return ItemForm(
        posted(request),
        seats=seats_taken(here.forum, and_also=item.proposer_seat),
        named=names_to_leave_out(here.forum),
        initial={
            "title": item.title,
            "kind": item.kind,
            "length": item.length,
            "proposer_seat": item.proposer_seat_id,
        },
    )


@past_the_scope
def item_remove(request: Request, here: Place, meeting: int, item: int) -> HttpResponse:
    """Asks first; and, of one with which every meeting begins, why (MTG-1)."""
    row = meeting_to_run(here, meeting)
    found = find_item(row, item)
    form = RemoveForm(posted(request)) if found.is_standing else None
    if request.method == "POST" and (form is None or form.is_valid()):
        because = form.cleaned_data["because"] if form else ""
        try:
            agendas.remove(item=found, because=because, by=here.user)
        except DomainError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, f"‘{found}’ is not on the agenda any more.")
        return redirect(row)
    context = {**about(here, row), "item": found}
    if form is None:
        return render(request, "forums/item_remove.html", context)
    return render_form(request, "forums/item_remove.html", form, context)


@require_POST
@past_the_scope
def item_put_back(request: Request, here: Place, meeting: int, item: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    found = agendas.put_back(item=find_item(row, item), by=here.user)
    messages.success(request, f"‘{found}’ is back on the agenda.")
    return redirect(row)


@require_POST
@past_the_scope
def item_move(request: Request, here: Place, meeting: int, item: int) -> HttpResponse:
    row = meeting_to_run(here, meeting)
    agendas.shift(item=find_item(row, item), up=request.POST.get("to") == "up", by=here.user)
    return redirect(f"{row.get_absolute_url()}#i{item}")


@past_the_scope
def paper_new(request: Request, here: Place, meeting: int, item: int) -> HttpResponse:
    row = find_meeting(here, meeting)
    found = find_item(row, item)
    require(can_add_paper(here, found))
    form = PaperForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            papers.add(item=found, membership=here.member, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The paper is there to read.")
            return redirect(row)
    return render_form(request, "forums/paper_new.html", form, {**about(here, row), "item": found})


@past_the_scope
def paper(request: Request, here: Place, meeting: int, paper: int) -> HttpResponse:
    row, found = _find_paper(here, meeting, paper)
    context = {
        **about(here, row),
        "paper": found,
        "files": list(found.files.order_by("pk")),
        "can_withdraw": can_withdraw_paper(here, found) and (row.is_ahead or row.is_in_session),
    }
    return render(request, "forums/paper.html", context)


@past_the_scope
def paper_file(request: Request, here: Place, meeting: int, paper: int, file: int) -> HttpResponse:
    _, found = _find_paper(here, meeting, paper)
    kept = get_object_or_404(PaperFile, paper=found, pk=file)
    return attachments.download(digest=kept.digest, name=kept.name, kind=kept.kind)


@require_POST
@past_the_scope
def paper_withdraw(request: Request, here: Place, meeting: int, paper: int) -> HttpResponse:
    row, found = _find_paper(here, meeting, paper)
    require(can_withdraw_paper(here, found))
    papers.withdraw(paper=found, by=here.user)
    messages.success(request, f"‘{found}’ is withdrawn.")
    return redirect(row)


@past_the_scope
def papers_send(request: Request, here: Place, meeting: int) -> HttpResponse:
    """Asks first: everyone who may read them gets a mail."""
    row = meeting_to_run(here, meeting)
    if request.method == "POST":
        papers.send(meeting=row, by=here.user)
        messages.success(request, "Members are told that agenda and papers are there.")
        return redirect(row)
    readers = here.forum.memberships.live().in_place().acknowledged().count()
    count = Paper.objects.kept().filter(item__meeting=row).count()
    context = {**about(here, row), "readers": readers, "papers": count}
    return render(request, "forums/papers_send.html", context)


def _find_paper(here: Place, meeting: int, paper: int) -> tuple[Meeting, Paper]:
    row = find_meeting(here, meeting)
    papers_here = (
        Paper.objects.kept()
        .filter(item__meeting=row)
        .select_related(
            "item__meeting__forum__programme",
            "added_by__contributor",
            "added_by__organisation",
        )
    )
    return row, get_object_or_404(papers_here, pk=paper)
