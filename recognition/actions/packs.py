"""Letters for a print house: packed, handed over, or taken back. Rows say what is in a pack; its
files are made from them as often as need be."""

from collections.abc import Collection
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from coalition import outbox
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from recognition import packing, store
from recognition.actions import dispatch, restores, sheets
from recognition.actions.by_hand import LETTER_SIGNED
from recognition.models import (
    Campaign,
    Letter,
    PackedLetter,
    PackFile,
    PrintPack,
)
from recognition.models.letter import LetterQuerySet
from recognition.sheets import to_take_out as sheets_of

PACK_BEGUN = "print_pack.begun"
PACK_TAKEN = "print_pack.downloaded"
PACK_SIGNED = "print_pack.signed"
PACK_HANDED_OVER = "print_pack.handed_over"
PACK_TAKEN_BACK = "print_pack.taken_back"
NOT_SIGNED = "Whoever signs did not sign this letter."
OUT, GONE = "out", "gone"
Status, Outcome = Letter.Status, PrintPack.Outcome


@action
def begin(*, campaign: Campaign, by: User) -> PrintPack:
    """Put what is ready for the print house into a pack, which a worker makes. Raises DomainError
    where nothing is, or a pack is being made already."""
    campaign = Campaign.objects.lock(campaign)
    if not Campaign.objects.going_out().filter(pk=campaign.pk).exists():
        raise DomainError("These letters are not going out now.")
    if not _ready(campaign.pk).exists() and not _unpacked(campaign.pk).exists():
        raise DomainError("No letter waits for the print house.")

    pack = PrintPack.objects.create(campaign=campaign, begun_by=by)

    _record(PACK_BEGUN, pack, by)
    return pack


def carry_out(*, pack_id: int) -> None:
    """Make a pack that was begun: every letter through the gates, then the files. Spans
    transactions: what a worker leaves behind is taken up by the next, and two at once are one."""
    pack = PrintPack.objects.select_related("campaign").get(pk=pack_id)
    if pack.made_at or pack.settled_at or not restores.may_go():
        return
    while outbox.send_chunk(dispatch.PRINT, _ready(pack.campaign_id).order_by("pk")):
        pass
    _assign(pack)
    for number, packed in groupby(_packed(pack), lambda one: one.file):
        if not pack.files.filter(number=number).exists():
            _make_file(pack, number, list(packed))
    PrintPack.objects.filter(pk=pack.pk, settled_at=None, made_at=None).update(
        made_at=timezone.now()
    )


@action
def sign(*, pack: PrintPack, by: User, not_signed: Collection[str] = ()) -> int:
    """Those who sign have signed its letters by hand, but for these references, which are held; how
    many they signed. Raises DomainError where the signature is printed, where nothing is left to
    sign, and for a reference that is not among them."""
    pack = _lock_made(pack)
    if not pack.campaign.is_signed_by_hand:
        raise DomainError("Nobody signs these letters by hand: the signature is printed.")
    letters = _letters(pack).filter(signed_at=None)
    rows = list(letters.with_words().order_by("pk"))
    if not rows:
        raise DomainError("Somebody has said already that these letters are signed.")
    unknown = sorted(set(not_signed) - {letter.ref for letter in rows})
    if unknown:
        raise DomainError(f"{unknown[0]} does not wait for a signature in this pack.")

    signed = [letter for letter in rows if letter.ref not in not_signed]
    unsigned = letters.filter(ref__in=not_signed)
    sheets.hold(pack=pack, letters=unsigned, gate="G6", problem=NOT_SIGNED)
    letters.update(signed_at=timezone.now())

    JournalEntry.objects.record_each(
        LETTER_SIGNED,
        [
            {
                "by": by,
                "subject": letter,
                "programme": letter.campaign.programme,
                "concerns": letter.contributor,
                "facts": letter.in_whose_name,
            }
            for letter in signed
        ],
    )
    _record(PACK_SIGNED, pack, by, letters=len(signed), not_signed=sorted(not_signed))
    return len(signed)


@action
def hand_over(*, pack: PrintPack, on: date, by: User, stopped: str = "") -> int:
    """The print house has it: its letters are sent; how many. Of those that must not go any more
    (recognition/sheets.py) `stopped` says whether they were taken OUT, or had GONE. Raises
    DomainError where it does not, where the pack is not made yet, is not signed where that is done
    by hand, or somebody has said already what became of it."""
    pack = _lock_made(pack)
    to_take_out = sheets_of(pack)
    if to_take_out and stopped not in {OUT, GONE}:
        raise DomainError(
            "A letter in this pack must not go any more. Say what became of that sheet."
        )
    if pack.campaign.is_signed_by_hand and _letters(pack).filter(signed_at=None).exists():
        raise DomainError("These letters are not signed yet. Say first that they are.")

    if stopped == OUT:
        sheets.take_out(pack=pack, sheets=to_take_out, by=by)
    letters = list(_letters(pack).with_words().order_by("pk"))
    gone = dispatch.PRINT.mark_sent(Letter.objects.filter(status=Status.PRINTING), letters)
    _settle(pack, Outcome.HANDED_OVER, by, on)

    late = {"stopped": stopped, "must_not_go": len(to_take_out)} if to_take_out else {}
    _record(PACK_HANDED_OVER, pack, by, letters=len(gone), on=str(on), **late)
    return len(gone)


@action
def take_back(*, pack: PrintPack, by: User) -> int:
    """It did not go, and will not: its letters wait for another pack; how many. Raises DomainError
    like hand_over."""
    pack = _lock_made(pack)

    letters = _letters(pack)
    sheets.cancel_tries(letters=letters)
    count = letters.update(status=Status.READY, signed_at=None)
    pack.packed.update(taken_back=True)
    _settle(pack, Outcome.TAKEN_BACK, by)

    _record(PACK_TAKEN_BACK, pack, by, letters=count)
    return count


@action
def note_download(*, pack: PrintPack, name: str, by: User) -> None:
    """Somebody takes names and addresses out of the building (P4)."""
    _record(PACK_TAKEN, pack, by, file=name)


def _lock_made(pack: PrintPack) -> PrintPack:
    pack = PrintPack.objects.select_for_update(of=["self"]).get(pk=pack.pk)
    if pack.settled_at:
        raise DomainError(f"Somebody has said already: {pack.get_outcome_display().lower()}.")
    if pack.made_at is None:
        raise DomainError("This pack is being made. Look again in a minute.")
    return pack


def _settle(pack: PrintPack, outcome: str, by: User, on: date | None = None) -> None:
    PrintPack.objects.filter(pk=pack.pk).update(
        outcome=outcome, handed_over_on=on, settled_at=timezone.now(), settled_by=by
    )


def _ready(campaign_id: int) -> LetterQuerySet:
    letters = Letter.objects.filter(campaign=campaign_id, channel=Letter.Channel.PRINT)
    going = letters.filter(campaign__in=Campaign.objects.going_out())
    return going.filter(status=Status.READY, send_after__lte=timezone.now())


def _unpacked(campaign_id: int) -> LetterQuerySet:
    """Through the gates, and in no pack yet."""
    printing = Letter.objects.filter(
        campaign=campaign_id, channel=Letter.Channel.PRINT, status=Status.PRINTING
    )
    live = PackedLetter.objects.filter(taken_back=False)
    return printing.exclude(pk__in=live.values("letter"))


def _assign(pack: PrintPack) -> None:
    """Each letter its place, once."""
    with transaction.atomic():
        pack = PrintPack.objects.select_for_update(of=["self"]).get(pk=pack.pk)
        if pack.packed.exists():
            return
        letters = list(_unpacked(pack.campaign_id).order_by("pk"))
        PackedLetter.objects.bulk_create(
            [
                PackedLetter(
                    pack=pack,
                    letter=place.letter,
                    position=place.position,
                    envelope=place.envelope,
                    file=place.file,
                    postcode=place.postcode,
                )
                for place in packing.places(letters)
            ],
            batch_size=1000,
        )


def _packed(pack: PrintPack) -> QuerySet[PackedLetter]:
    return pack.packed.select_related("letter").order_by("position")


def _make_file(pack: PrintPack, number: int, packed: list[PackedLetter]) -> None:
    pdfs = [store.get(one.letter.pdf_hash) for one in packed]
    merged, counts = packing.merge(pdfs)
    digest = store.put(merged)
    with transaction.atomic():
        for one, count in zip(packed, counts, strict=True):
            one.pages = count
        PackedLetter.objects.bulk_update(packed, ["pages"])
        PackFile.objects.get_or_create(
            pack=pack,
            number=number,
            defaults={
                "digest": digest,
                "letters": len(packed),
                "pages": sum(counts),
                "is_grey": packing.is_grey(pdfs[0]),
            },
        )


def _letters(pack: PrintPack) -> LetterQuerySet:
    return Letter.objects.filter(
        pk__in=pack.packed.filter(taken_back=False).values("letter"), status=Status.PRINTING
    )


def _record(kind: str, pack: PrintPack, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=pack, programme=pack.campaign.programme, **facts
    )
