"""Letters in a print pack that must not go any more: a hold was placed, or news of their person
came, after the pack was made (HLD-2, HLD-5). Nobody here can take paper away: a person does."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from coalition import holds
from coalition.models import Contributor, Hold
from recognition import gates, recipients
from recognition.models import Letter, PackedLetter, PrintPack

STOPPING = [Hold.Scope.CONTACT, Hold.Scope.RECOGNITION]


@dataclass(frozen=True)
class Sheet:
    """Its place in the pack, and which gate would stop it now, and why."""

    packed: PackedLetter
    gate: str
    reason: str


def doubtful() -> QuerySet[PackedLetter]:
    """In packs that wait for a word, and of people whom a hold or news of them reaches."""
    waiting = PackedLetter.objects.filter(
        taken_back=False,
        letter__status=Letter.Status.PRINTING,
        pack__made_at__isnull=False,
        pack__settled_at=None,
    )
    person = OuterRef("letter__contributor")
    about = Hold.objects.in_force().filter(
        organisation=OuterRef("letter__event__organisation"), scopes__overlap=STOPPING
    )
    held = [Q(holds.reaches(person, scope)) for scope in STOPPING]
    gone = ~Q(letter__contributor__in=Contributor.objects.contactable())
    return waiting.filter(Q(gone, Q(Exists(about)), *held, _connector=Q.OR))


def to_take_out(pack: PrintPack) -> list[Sheet]:
    """In the order of the pack; in as many queries for many as for one."""
    rows = doubtful().filter(pack=pack).order_by("position")
    found = list(
        rows.select_related(
            "letter__contributor",
            "letter__event",
            "letter__campaign__programme",
            "letter__campaign__signatory",
            "letter__campaign__second_signatory",
        )
    )
    return list(_stopped(found))


def _stopped(found: list[PackedLetter]) -> Iterable[Sheet]:
    known = recipients.about_all([one.letter.event for one in found]) if found else {}
    for one in found:
        if stopped := gates.foresee_person(one.letter, known[one.letter.event_id]):
            yield Sheet(one, *stopped)
