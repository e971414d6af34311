"""An open call for seats: people come forward, and lots are drawn once."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from coalition.actions import mail
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, Organisation, User
from forums import lottery
from forums.aims import Aim, Traits, aims_of, areas_of
from forums.feasibility import Bounds, clash
from forums.lottery import Lottery, Quota, Ticket
from forums.models import Candidate, Draw, Forum, MixTarget, Seat, SeatCall
from forums.models.forum import sector_of

CALL_OPENED = "seat_call.opened"
CALL_WITHDRAWN = "seat_call.withdrawn"
CALL_PUBLISHED = "seat_call.published"
CANDIDATE_CAME = "candidate.came_forward"
CANDIDATE_WENT = "candidate.stepped_back"
LOTS_DRAWN = "lots.drawn"

Status = SeatCall.Status


@action
def open_call(
    *,
    forum: Forum,
    seats: Sequence[Seat],
    targets: Sequence[MixTarget],
    words: str,
    closes_on: date,
    by: User,
) -> SeatCall:
    """Let people come forward for these seats. Raises DomainError where one of them is not free,
    or where the gaps to close are more than the seats."""
    forum = Forum.objects.lock(forum)
    if not forum.takes_members:
        raise DomainError(f"{forum} is not recruiting yet, so nobody can be asked to join.")
    _require_free(seats)
    _require_alike(seats)
    _require_room(aims_of(forum), targets, len(seats))

    call = SeatCall.objects.create(forum=forum, words=words, closes_on=closes_on, opened_by=by)
    call.seats.set(seats)
    call.targets.set(targets)

    _record(CALL_OPENED, call, by)
    return call


@action
def come_forward(*, call: SeatCall, organisation: Organisation | None, by: User) -> Candidate:
    """Be in the draw, from an organisation or for oneself. Raises DomainError after the last day,
    and for whom the seats are not meant."""
    call = SeatCall.objects.lock(call)  # numbers are given one after the other
    if not call.takes_people:
        raise DomainError("This call is over, so nobody can come forward any more.")
    if call.forum.memberships.live().held_by(by).exists():
        raise DomainError("You have a seat in this forum already.")
    seat = call.seats.order_by("pk")[0]
    if not seat.is_open_to(organisation):
        raise DomainError(f"These seats are kept for: {', '.join(seat.kept_for)}.")

    candidate, _ = Candidate.objects.update_or_create(
        call=call,
        user=by,
        defaults={"organisation": organisation, "stepped_back_at": None},
        create_defaults={"organisation": organisation, "number": _next_number(call)},
    )

    _record(CANDIDATE_CAME, call, by)
    return candidate


@action
def step_back(*, call: SeatCall, by: User) -> Candidate:
    """Be in the draw no longer."""
    call = SeatCall.objects.lock(call)
    candidate = call.candidates.standing().filter(user=by).first()
    if candidate is None:
        raise DomainError("You are not among those who came forward.")
    if call.status != Status.OPEN:
        raise DomainError("The lots are drawn. If you are asked to join, you can still say no.")

    candidate.stepped_back_at = timezone.now()
    candidate.save(update_fields=["stepped_back_at"])

    _record(CANDIDATE_WENT, call, by)
    return candidate


@action
def withdraw(*, call: SeatCall, by: User) -> SeatCall:
    """There will be no draw; whoever came forward is told."""
    call = SeatCall.objects.lock(call).require_can_become(Status.WITHDRAWN)

    call.status = Status.WITHDRAWN
    call.save(update_fields=["status"])
    for candidate in call.candidates.standing().with_people():
        _tell(candidate, call)

    _record(CALL_WITHDRAWN, call, by)
    return call


@action
def draw_lots(*, call: SeatCall, by: User) -> Draw:
    """Once, after the last day, with a seed that nobody chose (MIX-4). Raises DomainError where
    lots are not needed, or where nobody who came forward can close a gap that should be closed."""
    call = SeatCall.objects.lock(call).require_can_become(Status.DRAWN)
    if not call.is_over:
        raise DomainError("People can still come forward. Draw the lots after the last day.")
    Forum.objects.lock(call.forum)  # nobody takes a seat meanwhile
    candidates = list(call.candidates.in_the_draw().with_people().order_by("number"))
    prepared = _prepare(call, candidates)
    _require_a_way(prepared)

    seed = secrets.token_hex(16)
    result = lottery.draw(prepared, seed)
    draw = Draw.objects.create(
        call=call,
        algorithm=lottery.ALGORITHM,
        seed=seed,
        record=lottery.as_json(prepared),
        pool_hash=prepared.pool_hash,
        drawn=result.drawn,
        reserves=result.reserves,
        drawn_by=by,
    )
    call.status = Status.DRAWN
    call.save(update_fields=["status"])
    for candidate in candidates:
        _tell(candidate, call, draw)

    _record(LOTS_DRAWN, call, by, pool_hash=draw.pool_hash)
    return draw


@action
def publish(*, call: SeatCall, by: User) -> SeatCall:
    """Let anybody read how the lots were drawn; people are numbers there."""
    call = SeatCall.objects.lock(call)
    if call.status != Status.DRAWN:
        raise DomainError("No lots have been drawn, so there is no report yet.")
    if call.published_at is not None:
        raise DomainError("This report is published already.")

    call.published_at = timezone.now()
    call.save(update_fields=["published_at"])

    _record(CALL_PUBLISHED, call, by)
    return call


def _require_free(seats: Sequence[Seat]) -> None:
    """Locks them: somebody may be about to be asked."""
    rows = Seat.objects.select_for_update().filter(pk__in=[seat.pk for seat in seats])
    locked = list(rows.order_by("pk"))
    free = set(Seat.objects.free().filter(pk__in=[seat.pk for seat in locked]))
    taken = [str(seat) for seat in locked if seat not in free]
    if taken:
        raise DomainError(f"Somebody has taken or is asked to take: {', '.join(taken)}.")


def _require_alike(seats: Sequence[Seat]) -> None:
    if len({frozenset(seat.eligible_sectors) for seat in seats}) > 1:
        raise DomainError(
            "These seats are kept for different sectors, so one draw cannot fill them. Open a call"
            " for those that are alike."
        )


def _require_room(aims: Sequence[Aim], targets: Sequence[MixTarget], places: int) -> None:
    """The gaps of one attribute cannot be more than the seats (MIX-1)."""
    chosen = {target.pk for target in targets}
    wanted: dict[str, list[Bounds]] = {}
    for aim in aims:
        if aim.target.pk in chosen:
            bounds = Bounds(aim.target.category, str(aim.target), aim.short)
            area = aim.target.attribute == MixTarget.Attribute.AREA
            key = f"area {bounds.category}" if area else aim.target.attribute
            wanted.setdefault(key, []).append(bounds)
    for together in wanted.values():
        any_of = frozenset(each.category for each in together)
        if sentence := clash(together, [any_of] * places):
            raise DomainError(sentence)


def _next_number(call: SeatCall) -> int:
    highest = call.candidates.aggregate(highest=Max("number"))["highest"] or 0
    return int(highest) + 1


def _prepare(call: SeatCall, candidates: Sequence[Candidate]) -> Lottery:
    """The pool, by what counts; organisations are letters that mean nothing to others."""
    seats = call.open_seats()
    if not seats:
        raise DomainError("All these seats are taken or offered to somebody meanwhile.")
    if len(candidates) <= len(seats):
        raise DomainError(
            f"{len(candidates)} came forward for {len(seats)} seat{'' if len(seats) == 1 else 's'},"
            " so no lots are needed. Ask everybody who came forward."
        )
    aims = [aim for aim in aims_of(call.forum) if not aim.target.is_of_the_seat]
    chosen = set(call.targets.values_list("pk", flat=True))
    groups = _groups(candidates)
    return Lottery(
        len(seats),
        _tickets(candidates, aims, groups),
        tuple(_quota(aim, aim.target.pk in chosen) for aim in aims),
        tuple((groups[pk], room) for pk, room in _rooms(call.forum, seats, groups).items()),
    )


def _quota(aim: Aim, is_to_be_closed: bool) -> Quota:
    most = None if aim.target.most is None else max(0, aim.target.most - aim.here)
    return Quota(str(aim.target), aim.short if is_to_be_closed else 0, most)


def _groups(candidates: Sequence[Candidate]) -> dict[int, str]:
    pks = dict.fromkeys(one.organisation_id for one in candidates if one.organisation_id)
    return {pk: f"Organisation {number}" for number, pk in enumerate(pks, 1)}


def _tickets(
    candidates: Sequence[Candidate], aims: Sequence[Aim], groups: dict[int, str]
) -> tuple[Ticket, ...]:
    areas = areas_of(groups)
    tickets = []
    for one in candidates:
        size = one.organisation.size_band if one.organisation else ""
        there = areas.get(one.organisation_id or 0, frozenset())
        traits = Traits(sector_of(one.organisation), size, there)
        met = frozenset(str(aim.target) for aim in aims if traits.meet(aim.target))
        tickets.append(Ticket(one.number, groups.get(one.organisation_id or 0, ""), met))
    return tuple(tickets)


def _rooms(forum: Forum, seats: Sequence[Seat], groups: dict[int, str]) -> dict[int, int]:
    """How many seats with a vote each organisation may still have (SEA-2)."""
    if not any(seat.voting for seat in seats):
        return {}
    voting = forum.memberships.live().with_a_vote().filter(organisation__in=groups)
    held = list(voting.values_list("organisation", flat=True))
    return {pk: max(0, forum.seats_per_organisation - held.count(pk)) for pk in groups}


def _require_a_way(prepared: Lottery) -> None:
    named = lottery.clash_in(prepared)
    if named is None:
        return
    if not named:
        raise DomainError(
            f"Too few came forward from different organisations to fill {prepared.places} seats."
        )
    raise DomainError(
        f"Nobody can be drawn so that all of this comes true: {'; '.join(map(_in_words, named))}."
        " Change what the forum aims for, or withdraw this call and open another."
    )


def _in_words(quota: Quota) -> str:
    least = f"at least {quota.least}" if quota.least else ""
    most = "" if quota.most is None else f"at most {quota.most}"
    return f"{' and '.join(filter(None, [least, most]))} from ‘{quota.name}’"


def _tell(candidate: Candidate, call: SeatCall, draw: Draw | None = None) -> None:
    mail.write(
        kind="forum_call_over",
        to=candidate.user.email,
        context={
            "candidate": candidate,
            "call": call,
            "is_drawn": draw is not None and candidate.number in draw.drawn,
            "place": draw.reserves.index(candidate.number) + 1
            if draw and candidate.number in draw.reserves
            else 0,
            "site_url": settings.SITE_URL,
        },
        key=f"forum_call_over:{candidate.pk}",
        concerns=Contributor.objects.filter(user=candidate.user).first(),
    )


def _record(kind: str, call: SeatCall, by: User, **facts: Any) -> None:
    programme = call.forum.programme
    JournalEntry.objects.record(kind, by=by, subject=call, programme=programme, **facts)
