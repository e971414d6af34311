"""One kind no to many offers (OFR-4); more than fifty need a second person."""

from django.utils import timezone

from coalition.actions import offers
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, KindNo, Offer, Programme, User
from coalition.models.kind_no import ALONE_AT_MOST
from coalition.models.offer_rows import OfferQuerySet

KIND_NO_ASKED = "kind_no.asked"
KIND_NO_AGREED = "kind_no.agreed"
KIND_NO_STOPPED = "kind_no.stopped"
KIND_NO_DONE = "kind_no.done"

Status = KindNo.Status


@action
def ask(
    *, programme: Programme, rows: OfferQuerySet, reason: str, sentence: str, by: User
) -> KindNo:
    """Name the offers that are declined with these words. Up to fifty go out at once; more wait
    for a second person."""
    found = list(rows.filter(programme=programme).declinable().values_list("pk", flat=True))
    if not found:
        raise DomainError("None of these offers can be declined now. Choose others.")

    alone = len(found) <= ALONE_AT_MOST
    kind_no = KindNo.objects.create(
        programme=programme,
        count=len(found),
        reason=reason,
        sentence=sentence,
        status=Status.AGREED if alone else Status.WAITING,
        asked_by=by,
    )
    kind_no.offers.set(found)

    _record(KIND_NO_ASKED, kind_no, by)
    return kind_no


@action
def agree(*, kind_no: KindNo, by: User) -> KindNo:
    """The second person has read the words and says yes."""
    kind_no = KindNo.objects.lock(kind_no).require_can_become(Status.AGREED)

    kind_no.status, kind_no.agreed_by = Status.AGREED, by
    kind_no.save()

    _record(KIND_NO_AGREED, kind_no, by)
    return kind_no


@action
def stop(*, kind_no: KindNo, by: User) -> KindNo:
    """Nobody is declined after all."""
    kind_no = KindNo.objects.lock(kind_no).require_can_become(Status.STOPPED)

    kind_no.status = Status.STOPPED
    kind_no.save()

    _record(KIND_NO_STOPPED, kind_no, by)
    return kind_no


def carry_out(*, kind_no_id: int) -> None:
    """Decline the offers that are still undecided, and say when all are done. Spans transactions:
    a killed worker's successor goes on where it was."""
    kind_no = KindNo.objects.select_related("asked_by").get(pk=kind_no_id)
    if kind_no.status != Status.AGREED:
        return
    for offer in kind_no.offers.declinable().order_by("pk"):
        _decline(offer, kind_no)
    finish(kind_no=kind_no)


@action
def finish(*, kind_no: KindNo) -> KindNo:
    kind_no = KindNo.objects.lock(kind_no)
    if kind_no.status != Status.AGREED:
        return kind_no

    kind_no.status, kind_no.done_at = Status.DONE, timezone.now()
    kind_no.save()

    _record(KIND_NO_DONE, kind_no, None)
    return kind_no


def _decline(offer: Offer, kind_no: KindNo) -> None:
    """One of them; somebody may have decided it a moment ago."""
    try:
        offers.decline(
            offer=offer, reason=kind_no.reason, sentence=kind_no.sentence, by=kind_no.asked_by
        )
    except DomainError:
        return


def _record(kind: str, kind_no: KindNo, by: User | None) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=kind_no, programme=kind_no.programme, count=kind_no.count
    )
