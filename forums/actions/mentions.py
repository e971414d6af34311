"""Thanks that are said in a meeting: put on the list, taken off it, read out (MTG-6)."""

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import Contributor, Organisation, User
from forums import thanking
from forums.actions import attendances
from forums.actions.agenda_lock import lock_agenda
from forums.actions.meeting_journal import THANKED, THANKS_LISTED, record
from forums.models import AgendaItem, Meeting, Membership, Mention


@action
def add(
    *,
    meeting: Meeting,
    contributor: Contributor,
    organisation: Organisation | None,
    what_they_did: str,
    what_it_made_possible: str = "",
    membership: Membership,
    by: User,
) -> Mention:
    """Under which name they are thanked is asked when it is read out, not now."""
    meeting = lock_agenda(meeting=meeting)
    item = meeting.items.kept().filter(kind=AgendaItem.Kind.THANKS).first()
    if item is None:
        raise DomainError("Thanks are not on this agenda. Put them back first.")

    mention = Mention.objects.create(
        item=item,
        contributor=contributor,
        organisation=organisation,
        what_they_did=what_they_did,
        what_it_made_possible=what_it_made_possible,
        added_by=membership,
    )

    record(kind=THANKS_LISTED, meeting=meeting, by=by, mention=mention.pk)
    return mention


@action
def remove(*, mention: Mention, by: User) -> None:
    lock_agenda(meeting=mention.item.meeting)
    mention = Mention.objects.lock(mention)
    if mention.said_at:
        raise DomainError("These thanks were said already.")

    mention.delete()


@action
def say(*, mention: Mention, by: User) -> Mention:
    """Read out just now. Their row is held while we ask, so that a hold or a wish that comes at
    the same moment is either seen or waits (HLD-5). Recognition hears of it: whoever was named has
    been thanked, and whoever was not is still owed thanks."""
    meeting = attendances.lock_being_minuted(meeting=mention.item.meeting)
    mention = Mention.objects.lock(mention)
    if mention.said_at:
        raise DomainError("These thanks were said already.")
    Contributor.objects.select_for_update(no_key=True).get(pk=mention.contributor_id)
    name = thanking.names_for([mention])[mention.pk]

    mention.said_at, mention.said_to = timezone.now(), name
    mention.save(update_fields=["said_at", "said_to"])

    record(
        kind=THANKED,
        meeting=meeting,
        by=by,
        concerns=mention.contributor,
        deed=mention.what_they_did,
        impact=mention.what_it_made_possible,
        organisation=mention.organisation_id,
        thanked=bool(name),
    )
    return mention
