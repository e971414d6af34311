"""What the clock does with offers: standby ends, silence is told to another lead, questions go out.

Each acts on rows that are due, so a clock that stood still for days catches up, and one that
strikes twice does nothing the second time.
"""

from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from coalition.actions import mail, offer_availability, offers
from coalition.actions.offer_journal import record
from coalition.calendar import reply_due
from coalition.domain import action
from coalition.models import Offer, Programme, User

OFFER_ESCALATED = "offer.escalated"
AT_ONCE = 200  # rows of each sort; the rest at the next stroke


def tend(*, now: datetime) -> None:
    """Do all that is due. Spans transactions: each offer has its own."""
    today = timezone.localdate(now)
    for offer in _some(Offer.objects.standby_over(today)):
        end_standby(offer=offer)
    for offer in _some(Offer.objects.due_to_expire(now)):
        offer_availability.expire(offer=offer)
    for offer in _some(Offer.objects.due_to_be_asked(now)):
        offer_availability.ask_if_it_stands(offer=offer)
    for programme in Programme.objects.order_by("pk"):
        hand_on(programme=programme, on=today)
        escalate(programme=programme, on=today)


@action
def end_standby(*, offer: Offer) -> Offer:
    """Its day is here: it comes back by itself, and a person looks at it soon."""
    offer = Offer.objects.lock(offer)
    if not Offer.objects.standby_over(timezone.localdate()).contains(offer):
        return offer

    offer = offers.resume(offer=offer, by=None)
    due = reply_due(offer.programme)
    offer.promise(min(due, offer.next_contact_due or due))
    offer.save(update_fields=["next_contact_due", "next_contact_set_on"])
    return offer


@action
def hand_on(*, programme: Programme, on: date) -> int:
    """Give the open offers of a lead who has gone, or who is away when the next word is due, to
    their deputy, or else to one who is here. How many."""
    here = programme.leads_at_work(on)
    if not here:
        return 0

    leads = programme.leads()
    away = [lead for lead in leads if lead.is_away(on)]
    gone = programme.offers.open().exclude(owner=None).exclude(owner__in=leads)
    slipping = [
        programme.offers.open().filter(owner=lead, next_contact_due__lte=lead.away_until)
        for lead in away
    ]
    moved = [offer for rows in [gone, *slipping] for offer in _some(rows)]

    for offer in moved:
        offers.assign(offer=offer, owner=_deputy(offer.owner, here), by=None)
    return len(moved)


@action
def escalate(*, programme: Programme, on: date) -> int:
    """Tell another lead of offers whose promised day has passed (OFR-3): once for each such day,
    and in one mail a day. How many."""
    here = programme.leads_at_work(on)
    rows = programme.offers.to_escalate(on).select_for_update(of=("self",), skip_locked=True)
    late = list(rows.with_people().order_by("next_contact_due", "pk")[:AT_ONCE])

    told: set[User] = set()
    for offer in late:
        deputy = _deputy(offer.owner, here)
        offer.escalated_to, offer.escalated_for = deputy, offer.next_contact_due
        offer.save(update_fields=["escalated_to", "escalated_for"])
        record(
            kind=OFFER_ESCALATED,
            offer=offer,
            by=None,
            due=str(offer.next_contact_due),
            name=str(deputy or "nobody: there is no other lead"),
        )
        told |= {deputy} if deputy else set()

    for deputy in told:
        _tell(deputy, programme, on)
    return len(late)


def _deputy(owner: User | None, here: list[User]) -> User | None:
    """Of the leads who are here: the one whom the owner named, or else the first other one."""
    others = [lead for lead in here if lead != owner]
    named = [lead for lead in others if owner and lead.pk == owner.deputy_id]
    return next(iter([*named, *others]), None)


def _tell(deputy: User, programme: Programme, on: date) -> None:
    late = programme.offers.overdue(on).filter(escalated_to=deputy)
    oldest = late.with_people().order_by("next_contact_due", "pk").first()
    mail.write(
        kind="offers_late",
        to=deputy.email,
        context={
            "deputy": deputy,
            "programme": programme,
            "oldest": oldest,
            "late": late.count(),
            "site_url": settings.SITE_URL,
        },
        key=f"offers_late:{programme.pk}:{deputy.pk}:{on}",
    )


def _some(rows: QuerySet[Offer]) -> list[Offer]:
    return list(rows.select_related("programme", "contributor", "owner").order_by("pk")[:AT_ONCE])
