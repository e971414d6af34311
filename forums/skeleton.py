"""The beginning of minutes: what the record knows already, for items of which nothing is written.

Reads, and saves nothing."""

from forums import thanking
from forums.differing import opening
from forums.models import AgendaItem, Attendance, Meeting, Recusal

Kind = AgendaItem.Kind
NOBODY_DECLARED = "Nobody declared an interest in what was on the agenda."


def of(meeting: Meeting) -> dict[AgendaItem, str]:
    """By item, the words to begin with."""
    items = meeting.items.kept().filter(record="").in_order()
    items = items.select_related("meeting__forum", "proposer_seat").prefetch_related("mentions")
    return {item: _words(item, meeting) for item in items}


def _words(item: AgendaItem, meeting: Meeting) -> str:
    match item.kind:
        case Kind.SCOPE:
            return _scope(meeting)
        case Kind.DECLARATIONS:
            return _declarations(meeting)
        case Kind.THANKS:
            return _thanks(item, meeting)
        case Kind.OVERRIDE:
            return f"Members heard this, with the reason. {item.title}."
        case _:
            brought = f"Brought by {item.brought_by}. " if item.brought_by else ""
            return f"{brought}{item.get_outcome_display() or 'Discussed'}."


def _scope(meeting: Meeting) -> str:
    version = f", version {meeting.scope.version}," if meeting.scope else ""
    said = f"The scope{version} was read out."
    differences = len(opening(meeting.forum))
    if differences:
        many = "a difference" if differences == 1 else f"{differences} differences"
        said += f" So was where members differ: {many} on record."
    return said


def _declarations(meeting: Meeting) -> str:
    """Declared interests are named, in every forum (MTG-4)."""
    rows = Recusal.objects.filter(item__meeting=meeting, item__removed_at=None).exclude(
        handling=Recusal.Handling.NONE
    )
    said = [
        f"{_who(meeting, row)}, on ‘{row.item}’: {row.get_handling_display().lower()}."
        for row in rows.select_related("item", "seat").order_by("item__position", "seat")
    ]
    return "\n".join(said) or NOBODY_DECLARED


def _who(meeting: Meeting, row: Recusal) -> str:
    there = Attendance.objects.filter(meeting=meeting, seat=row.seat).with_people().first()
    if there is None:
        return str(row.seat)
    return f"{there.deputy or there.membership.contributor} ({row.seat})"


def _thanks(item: AgendaItem, meeting: Meeting) -> str:
    """As it was said; without names in a forum that does not attribute (MTG-4)."""
    said = [
        thanking.minuted(mention, mention.said_to if meeting.forum.is_attributed else "")
        for mention in item.mentions.filter(said_at__isnull=False).order_by("said_at")
    ]
    return "\n".join(said) or "Nobody was thanked by name or deed this time."
