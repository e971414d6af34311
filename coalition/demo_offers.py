"""The offers of the demo world: some of every state, two overdue, one perhaps logged twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F
from django.utils import timezone

from coalition.actions import offer_intake, offers
from coalition.calendar import working_day_by, working_days_after
from coalition.models import (
    CallForOffers,
    Contributor,
    JournalEntry,
    Mail,
    Offer,
    Organisation,
    Programme,
    Redirect,
    User,
)

Kind = Offer.Kind


@dataclass(frozen=True)
class DemoOffer:
    """`who` is a mailbox of the demo's people; `story` is what became of it, of the functions
    below, given `days` ago."""

    who: str
    kind: str
    headline: str
    story: Callable[[Offer, User, str], None]
    days: int
    words: str = ""
    more: str = ""
    quantity: int = 1
    per: str = Offer.Per.ONCE
    area: str = "Aldermere"
    organisation: str = ""
    source: str = Offer.Source.WEB
    hard: str = ""
    who_else: str = ""
    call: CallForOffers | None = None


def build(programme: Programme, lead: User) -> None:
    tell(OFFERS, programme, lead)


def tell(stories: list[DemoOffer], programme: Programme, lead: User) -> None:
    for told in stories:
        person = Contributor.objects.get(email=f"{told.who}@aldermere.example")
        offer = offer_intake.log(
            programme=programme,
            contributor=person,
            organisation=Organisation.objects.filter(name=told.organisation).first(),
            by=lead if told.source != Offer.Source.WEB else person.user,
            form_key=uuid4(),
            source=told.source,
            kind=told.kind,
            headline=told.headline,
            what_exactly=told.more,
            quantity=told.quantity,
            per=told.per,
            area=told.area,
            hard_to_keep_up=told.hard,
            who_else_says_yes=told.who_else,
            call=told.call,
        )
        told.story(offer, lead, told.words)
        days_pass(offer, told.days)
    for offer in Offer.objects.open():
        offer.next_contact_due = _due(offer, programme)
        offer.save(update_fields=["next_contact_due"])
    # What was mailed in those days has long arrived; its dates would be wrong today.
    Mail.objects.filter(kind__startswith="offer_").delete()


def _due(offer: Offer, programme: Programme) -> date:
    """A working day; of one that nobody has answered, as was said on the day it came (OFR-2)."""
    if offer.status == Offer.Status.SUBMITTED:
        came = timezone.localdate(offer.submitted_at)
        return working_days_after(came, programme.reply_working_days, programme.nation)
    return working_day_by(offer.next_contact_due or timezone.localdate(), programme.nation)


def days_pass(offer: Offer, days: int) -> None:
    """Let time go by: move all that happened with this offer so many days into the past. The only
    place where anything is back-dated, and the only one that lifts the journal's trigger."""
    step = timedelta(days=days)
    moments = [
        *["submitted_at", "acknowledged_at", "closed_at", "next_contact_due", "standby_until"],
        *["next_contact_set_on", "confirmed_on", "still_asked_at", "redirect_agreed_at"],
    ]
    Offer.objects.filter(pk=offer.pk).update(**{name: F(name) - step for name in moments})
    Redirect.objects.filter(offer=offer).update(
        asked_at=F("asked_at") - step, answered_at=F("answered_at") - step
    )
    subject = ContentType.objects.get_for_model(Offer)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {JOURNAL} DISABLE TRIGGER journal_is_append_only")
        cursor.execute(
            f"UPDATE {JOURNAL} SET at = at - make_interval(days => %s)"
            " WHERE subject_type_id = %s AND subject_id = %s",
            [days, subject.pk, offer.pk],
        )
        cursor.execute(f"ALTER TABLE {JOURNAL} ENABLE TRIGGER journal_is_append_only")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


JOURNAL = JournalEntry._meta.db_table


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def new(offer: Offer, lead: User, words: str) -> None:
    """Nobody has answered yet."""


def answered(offer: Offer, lead: User, words: str) -> None:
    days_pass(offer, 1)
    said = [Offer.Said.THANKED, Offer.Said.USEFUL, Offer.Said.LOOKING]
    offers.acknowledge(
        offer=offer, how=Offer.Means.CALL, said=said, next_contact_on=in_days(14), by=lead
    )


def _asked(offer: Offer, lead: User, words: str) -> None:
    answered(offer, lead, words)
    days_pass(offer, 1)
    offers.ask_for_details(offer=offer, question=words, next_contact_on=in_days(10), by=lead)


def _detailed(offer: Offer, lead: User, words: str) -> None:
    _asked(offer, lead, "How many can come at a time?")
    days_pass(offer, 1)
    offer_intake.change(offer=offer, by=None, what_exactly=words)


def _standby(offer: Offer, lead: User, words: str) -> None:
    answered(offer, lead, words)
    days_pass(offer, 2)
    offers.put_on_standby(offer=offer, until=in_days(120), sentence=words, by=lead)


def _told(offer: Offer, lead: User, words: str) -> None:
    _standby(offer, lead, "The new flats are ready in spring.")
    days_pass(offer, 25)
    offers.update(
        offer=offer,
        how=Offer.Means.EMAIL,
        reason=words,
        still_wanted=True,
        next_contact_on=in_days(28),
        by=lead,
    )


def accepted(offer: Offer, lead: User, words: str) -> None:
    answered(offer, lead, words)
    days_pass(offer, 2)
    offers.accept(offer=offer, next_step=words, next_contact_on=in_days(21), by=lead)


def _completed(offer: Offer, lead: User, words: str) -> None:
    accepted(offer, lead, "I will ring you to agree the days.")
    days_pass(offer, 18)
    offers.complete(offer=offer, impact=words, by=lead)


def _declined(offer: Offer, lead: User, words: str) -> None:
    answered(offer, lead, words)
    days_pass(offer, 3)
    reason, _, sentence = words.partition(": ")
    offers.decline(offer=offer, reason=reason, sentence=sentence, by=lead)


def _withdrawn(offer: Offer, lead: User, words: str) -> None:
    answered(offer, lead, words)
    days_pass(offer, 4)
    offers.withdraw(offer=offer, by=None)


KITCHEN = "Aldermere Community Kitchen"
HOSPITALS = "Aldermere Hospitals NHS Trust"
FAITHS = "St Brannoc’s and the Northside Mosque Partnership"

OFFERS = [
    # New, the first of them overdue.
    DemoOffer(
        "marguerite", Kind.STAY, "A furnished flat above the old bakery", new, 8,
        more="A furnished flat above the old bakery. Two bedrooms, up one flight of stairs, on the"
        " 14 bus. I would want to meet whoever comes, over tea.",
        area="Vale", hard="If I have to go into hospital again in the spring.",
        who_else="My trustees, who own the building with me.",
    ),
    DemoOffer(
        "bells", Kind.STAY, "Two rooms for a family, from January", new, 1, quantity=2,
        more="Two rooms for a family, from January. We have a garden, two cats and a step-free"
        " bathroom.", hard="Our lease is up for renewal next summer.", who_else="Our landlord.",
    ),
    DemoOffer(
        "bells", Kind.STAY, "Two rooms in Mill Lane", new, 0, quantity=2,
    ),
    DemoOffer(
        "pat", Kind.FOOD, "Thirty hot meals", new, 0, quantity=30, per=Offer.Per.WEEK,
        organisation=KITCHEN, more="Thirty hot meals each Thursday, halal and vegetarian, packed"
        " and labelled.", hard="The freezer is old.", area="Aldermere, Northside",
    ),
    DemoOffer(
        "kofi", Kind.INTRODUCTIONS, "Walks through the town with people who have just arrived",
        new, 0, per=Offer.Per.WEEK, organisation="Been There Network",
    ),
    # Answered, and being looked into; the second waits for news that is overdue.
    DemoOffer(
        "sian", Kind.HEALTH, "A clinic on Tuesday afternoons for those without a doctor", answered,
        2, per=Offer.Per.WEEK, organisation=HOSPITALS, area="Aldermere and Vale",
        who_else="The trust’s medical director.",
    ),
    DemoOffer(
        "hugh", Kind.TRANSPORT, "A coach with driver", answered, 17, per=Offer.Per.MONTH,
        organisation="Fernley Coaches", area="Vale", source=Offer.Source.PHONE,
        more="A coach with driver, 29 seats and a lift, on one Saturday of each month.",
    ),
    DemoOffer(
        "ben", Kind.TIME_REGULAR, "Conversation in English, two evenings", answered, 3, quantity=2,
        per=Offer.Per.WEEK, hard="Shifts change every six weeks.",
    ),
    DemoOffer(
        "priya", Kind.DATA, "Ward by ward: when people are ready to go home", answered, 4,
        organisation="Aldermere and Vale Integrated Care Board",
    ),
    # Waiting for details, and details that came.
    DemoOffer(
        "yusuf", Kind.VENUE, "The hall beside the mosque", _asked, 2,
        words="Is the hall free on weekday mornings, and is there a ramp?", organisation=FAITHS,
        area="Northside",
    ),
    DemoOffer(
        "jo", Kind.GOODS_USED, "Bicycles, repaired and safe", _detailed, 1, quantity=15,
        organisation="Wheelwrights Repair Co-operative", area="Southgate",
        words="Bicycles, repaired and safe. Fifteen by Easter, three at a time, with locks.",
    ),
    # On standby.
    DemoOffer(
        "helen", Kind.GOODS_USED, "Beds and wardrobes from a closed hostel", _standby, 5,
        quantity=24, organisation="Vale District Council", area="Vale",
        words="The flats that they would go to are ready in spring.",
    ),
    DemoOffer(
        "dominic", Kind.STAY, "Four flats in Harbour Court", _told, 3, quantity=4,
        organisation="Harbour Homes", area="Southgate", words="the lift is being rebuilt.",
    ),
    # Accepted.
    DemoOffer(
        "oksana", Kind.LANGUAGE, "Interpreting, Ukrainian and Russian", accepted, 4, quantity=6,
        per=Offer.Per.WEEK, organisation="Kalyna: Ukrainians in Aldermere",
        words="I will send you the clinic’s days for January.",
    ),
    DemoOffer(
        "grace", Kind.ADVICE, "Help with forms, every weekday morning", accepted, 6,
        per=Offer.Per.DAY, organisation="Open Door Aldermere",
        words="We meet on Monday at ten to set up the desk.",
    ),
    DemoOffer(
        "ruth", Kind.POLICY, "A day a month on the rules for new arrivals", accepted, 9,
        per=Offer.Per.MONTH, organisation="Office for New Arrivals",
        words="I will send you the first three questions.", area="",
    ),
    # Completed: thanks are owed.
    DemoOffer(
        "pat", Kind.FOOD, "A welcome dinner for forty", _completed, 5, quantity=40,
        organisation=KITCHEN, words="Eleven families ate together on their first weekend in town.",
    ),
    DemoOffer(
        "ben", Kind.TIME_ONCE, "A van and a strong back for a Saturday", _completed, 9,
        words="Three flats were furnished in one day, a week before the families came.",
    ),
    DemoOffer(
        "sian", Kind.SKILL, "Training for hosts: first aid and when to call", _completed, 12,
        organisation=HOSPITALS, source=Offer.Source.MEETING,
        words="Twenty-six hosts now know when to call a nurse and when to call an ambulance.",
    ),
    DemoOffer(
        "bells", Kind.CHILDREN, "Lifts to school for the first month", _completed, 15,
        per=Offer.Per.DAY, words="Two sisters did not miss a single day of their first month.",
    ),
    DemoOffer(
        "yusuf", Kind.VENUE, "The hall for Eid and Easter", _completed, 20, organisation=FAITHS,
        area="Northside", words="A hundred and twenty neighbours met each other over two feasts.",
    ),
    DemoOffer(
        "oksana", Kind.LANGUAGE, "Street signs and bus times in Ukrainian", _completed, 30,
        organisation="Kalyna: Ukrainians in Aldermere",
        words="Families found the clinic on their own from the second week on.",
    ),
    # A kind no is a contribution too.
    DemoOffer(
        "marguerite", Kind.GOODS_USED, "Winter coats, four sacks", _declined, 8, quantity=4,
        area="Vale", words="enough: Two schools brought more coats than we have pegs for.",
    ),
    DemoOffer(
        "hugh", Kind.STAY, "A caravan by the depot", _declined, 14, area="Vale",
        organisation="Fernley Coaches", source=Offer.Source.EMAIL,
        words="not_safe: Nobody may live in it through the winter, as it has no heating that passes"
        " the check.",
    ),
    # Withdrawn.
    DemoOffer(
        "kofi", Kind.TIME_ONCE, "A day of painting", _withdrawn, 10, area="Northside",
    ),
]  # fmt: skip
