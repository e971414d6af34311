"""What there is to read before a meeting: added, withdrawn, sent round."""

from collections.abc import Sequence

from django.utils import timezone

from coalition import attachments
from coalition.attachments import Upload
from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import meeting_mail
from forums.actions.agenda_lock import lock_agenda
from forums.actions.meeting_journal import (
    PAPER_ADDED,
    PAPER_WITHDRAWN,
    PAPERS_SENT,
    record,
)
from forums.models import AgendaItem, Meeting, Membership, Paper, PaperFile


@action
def add(
    *,
    item: AgendaItem,
    membership: Membership,
    title: str,
    link: str = "",
    words: str = "",
    uploads: Sequence[Upload] = (),
    by: User,
) -> Paper:
    """With a link, words or files, or several. Less than five working days before, the record
    shows that it came late (MTG-2)."""
    meeting = lock_agenda(meeting=item.meeting)
    if not (link or words or uploads):
        raise DomainError("Give a link, write the paper here, or add a file.")

    paper = Paper.objects.create(
        item=item, title=title, link=link, words=words, added_by=membership
    )
    for upload in uploads:
        PaperFile.objects.create(
            paper=paper,
            name=upload.name,
            kind=upload.kind,
            size=upload.size,
            digest=attachments.keep(upload),
        )

    record(kind=PAPER_ADDED, meeting=meeting, by=by, paper=paper.pk)
    return paper


@action
def withdraw(*, paper: Paper, by: User) -> Paper:
    """Nobody opens it from here any more. That it was there stays on record."""
    meeting = lock_agenda(meeting=paper.item.meeting)
    paper = (
        Paper.objects.select_related("item__meeting")
        .select_for_update(of=("self",))
        .get(pk=paper.pk)
    )
    if paper.withdrawn_at:
        raise DomainError("This paper was withdrawn already.")

    paper.withdrawn_at = timezone.now()
    paper.save(update_fields=["withdrawn_at"])

    record(kind=PAPER_WITHDRAWN, meeting=meeting, by=by, paper=paper.pk)
    return paper


@action
def send(*, meeting: Meeting, by: User) -> Meeting:
    """Tell everyone who may open them that agenda and papers are there, once."""
    meeting = Meeting.objects.lock(meeting).require_can_become(Meeting.Status.PAPERS_OUT)

    meeting.status, meeting.papers_sent_at = Meeting.Status.PAPERS_OUT, timezone.now()
    meeting.save(update_fields=["status", "papers_sent_at"])

    record(kind=PAPERS_SENT, meeting=meeting, by=by)
    meeting_mail.tell_members(kind="forum_meeting_papers", meeting=meeting, only_readers=True)
    return meeting
