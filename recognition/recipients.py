"""What stands about those whom a letter would thank, besides their own rows: holds, preferences,
their household, and how often they were thanked this year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from coalition import contact, holds, households
from coalition.contact import NOTHING, Answer, Channel, Purpose, Stand
from coalition.models import Contributor, Hold
from recognition.models import ContributionEvent, Letter

YEAR = timedelta(days=365)
ASKED_OF_CONTACT = {
    Letter.Channel.EMAIL: Channel.EMAIL,
    Letter.Channel.POST: Channel.POST,
    Letter.Channel.PRINT: Channel.POST,
    Letter.Channel.HAND: Channel.IN_PERSON,
}
ALONE = households.Jointly()
# settings.POST_CARRIER → how its letters go.
POSTED_BY = {"notify": Letter.Channel.POST, "print": Letter.Channel.PRINT}


@dataclass(frozen=True)
class Known:
    stand: Stand = NOTHING
    this_year: int = 0
    why_not_jointly: str = ""  # where their row bears the name of a household (HH-1)
    is_bilingual: bool = False  # that household: Welsh comes beside English (HH-2)
    organisation_is_held: bool = False


def about(letter: Letter) -> Known:
    """As it stands at this moment, for the letter that is to go."""
    return about_all([letter.event])[letter.event_id]


def about_all(events: Sequence[ContributionEvent]) -> dict[int, Known]:
    """By event; as many queries for one as for thousands."""
    people = [event.contributor_id for event in events]
    stands, joint = contact.stands(people), households.jointly(people)
    thanked = _thanked_this_year(stands)
    held = _held(events)
    return {
        event.pk: Known(
            stand=stands.get(event.contributor_id, NOTHING),
            this_year=thanked.get(event.contributor_id, 0),
            why_not_jointly=joint.get(event.contributor_id, ALONE).why_apart,
            is_bilingual=joint.get(event.contributor_id, ALONE).is_bilingual,
            organisation_is_held=event.organisation_id in held,
        )
        for event in events
    }


def may_thank(letter: Letter, known: Known) -> Answer:
    """May this letter go to its person in the way that it goes? The rules are coalition's. Of a
    joint letter each who signs must be welcome; the answer is about the first who is not."""
    answers = [
        contact.answer(
            letter.contributor,
            known.stand,
            ASKED_OF_CONTACT[Letter.Channel(letter.channel)],
            Purpose.THANKS,
            thanker=signatory.thanker,
            this_year=known.this_year,
        )
        for signatory in letter.campaign.signatories
    ]
    return next((answer for answer in answers if answer.code), answers[0])


def channel_for(person: Contributor, known: Known, *, on_paper: bool = False) -> str:
    """By email where they like that and have an address; else by post, where that is so and this
    site can post (settings.POST_CARRIER); else by hand, where they like neither but that; else by
    email, and a gate says what is missing. What is signed by hand goes `on_paper` alone."""
    wanted = known.stand.wishes.channels
    if on_paper:
        by_hand = Channel.IN_PERSON in wanted and Channel.POST not in wanted
        return Letter.Channel.HAND if by_hand else Letter.Channel.PRINT
    by_post = person.address and Channel.POST in wanted
    if not (person.email and Channel.EMAIL in wanted) and by_post and settings.POST_CARRIER:
        return POSTED_BY[settings.POST_CARRIER]
    if Channel.IN_PERSON in wanted and not {Channel.EMAIL, Channel.POST} & wanted:
        return Letter.Channel.HAND
    return Letter.Channel.EMAIL


def _thanked_this_year(stands: dict[int, Stand]) -> dict[int, int]:
    """Of those who set a limit."""
    limited = [pk for pk, stand in stands.items() if stand.wishes.max_per_year is not None]
    if not limited:
        return {}
    thanked = ContributionEvent.objects.filter(
        contributor__in=limited,
        outcome=ContributionEvent.Outcome.THANKED,
        closed_at__gt=timezone.now() - YEAR,
    )
    return dict(thanked.values_list("contributor").annotate(Count("pk")).order_by())


def _held(events: Sequence[ContributionEvent]) -> set[int | None]:
    """Organisations for which somebody acted, and about which no letter may go (G2)."""
    organisations = {event.organisation_id for event in events} - {None}
    if not organisations:
        return set()
    stopping = Hold.objects.in_force().filter(
        scopes__overlap=[holds.Scope.CONTACT, holds.Scope.RECOGNITION]
    )
    return set(
        stopping.filter(organisation__in=organisations).values_list("organisation", flat=True)
    )
