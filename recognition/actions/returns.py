"""Letters that come back, by post or by email (DLV-3): they did go, and a person finds out why."""

from django.utils import timezone

from coalition.actions import contact_facts
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from coalition.outbox import Outcome, Receipt
from recognition import breaker
from recognition.actions import dispatch
from recognition.actions.regrets import CAMPAIGN_BROKEN
from recognition.models import Acknowledgement, Campaign, DeliveryAttempt, Letter
from recognition.models.attempt import read_key
from recognition.models.letter import LetterQuerySet

LETTER_CAME_BACK = "letter.came_back"
LETTER_LOOKED_INTO = "letter.looked_into"
Status = Letter.Status
State, Found = DeliveryAttempt.State, DeliveryAttempt.Found


@action
def came_back(*, provider_ref: str, reference: str = "") -> DeliveryAttempt | None:
    """The post brought a letter back: somebody finds out why (DLV-3). May stop the rest of its
    campaign (CMP-5). `reference` is our own name for the try, by which it is known if nobody ever
    heard that Notify took it. None for a letter that is not ours; told twice, it is one return."""
    found = _known_as(provider_ref) or _called(reference)
    if found is None:
        return None
    letter_id, n = found
    campaign = Campaign.objects.select_for_update().get(letters=letter_id)
    letter = Letter.objects.with_words().select_for_update(of=["self"]).get(pk=letter_id)
    attempt = _try_of(letter, n, provider_ref)
    if attempt.state == State.RETURNED:
        return attempt

    _mark_gone(letter, Letter.objects.unsettled().exclude(pdf_hash=""))
    attempt.state, attempt.heard_at = State.RETURNED, timezone.now()
    attempt.provider_ref = attempt.provider_ref or provider_ref
    attempt.save(update_fields=["state", "heard_at", "provider_ref"])
    Acknowledgement.objects.took_back(letter)

    _record(LETTER_CAME_BACK, letter, None)
    _stop_the_rest(campaign)
    return attempt


@action
def did_go(*, letter: Letter) -> bool:
    """An email that comes back is evidence that it went, even if nobody heard a yes: whether it is
    sent then. The letter comes with_words(), and locked after its campaign."""
    in_doubt = Letter.objects.filter(status__in=Letter.MAY_HAVE_GONE)
    if _mark_gone(letter, in_doubt):
        dispatch.ROUTES[letter.channel].note({letter: Outcome(Receipt())})
        return True
    return letter.status == Status.SENT


@action
def bounced(*, letter: Letter, code: str) -> bool:
    """An email that went came back for good (DLV-3): somebody finds out why, as of a posted one;
    False where we knew. The letter comes with_words(), and locked after its campaign."""
    attempts = DeliveryAttempt.objects.filter(letter=letter, n=letter.handovers)
    if attempts.filter(state=State.RETURNED).exists():
        return False
    fields = {"state": State.RETURNED, "error_code": code, "heard_at": timezone.now()}
    if not attempts.update(**fields):  # it went before attempts were recorded
        attempts.create(
            letter=letter,
            n=letter.handovers,
            channel=letter.channel,
            provider=dispatch.ROUTES[letter.channel].carrier.name,
            **fields,
        )
    Acknowledgement.objects.took_back(letter)

    _record(LETTER_CAME_BACK, letter, None, code=code)
    _stop_the_rest(Campaign.objects.lock(letter.campaign))
    return True


@action
def look_into(*, attempt: DeliveryAttempt, found: str, by: User) -> DeliveryAttempt:
    """Somebody found out why a letter came back. Whoever has gone away gets nothing more. Raises
    DomainError if somebody else was faster."""
    attempt = DeliveryAttempt.objects.lock(attempt)
    if attempt.state != State.RETURNED or attempt.seen_at:
        raise DomainError("Somebody has looked into this letter already.")
    letter = attempt.letter

    attempt.found, attempt.seen_by, attempt.seen_at = found, by, timezone.now()
    attempt.save(update_fields=["found", "seen_by", "seen_at"])
    if found == Found.GONE_AWAY and not letter.contributor.gone_away_on:
        today = timezone.localdate()
        contact_facts.gone_away(contributor=letter.contributor, since=today, by=by)

    _record(LETTER_LOOKED_INTO, letter, by, found=found)
    return attempt


def _known_as(provider_ref: str) -> tuple[int, int] | None:
    """(letter, number of the try)."""
    attempts = DeliveryAttempt.objects.filter(provider_ref=provider_ref).exclude(provider_ref="")
    return attempts.values_list("letter", "n").first()


def _called(reference: str) -> tuple[int, int] | None:
    """The same, by our own name: of a try that there was."""
    ref, n = read_key(reference)
    letters = Letter.objects.filter(ref=ref, channel=Letter.Channel.POST, handovers__gte=n)
    pk = letters.values_list("pk", flat=True).first()
    return (pk, n) if pk and n else None


def _try_of(letter: Letter, n: int, provider_ref: str) -> DeliveryAttempt:
    """Written down now, if nobody could; locked."""
    unheard = {
        "channel": letter.channel,
        "provider": dispatch.ROUTES[letter.channel].carrier.name,
        "state": State.UNKNOWN,
        "provider_ref": provider_ref,
    }
    tries = DeliveryAttempt.objects.select_for_update()
    return tries.get_or_create(letter=letter, n=n, defaults=unheard)[0]


def _mark_gone(letter: Letter, unless_settled: LetterQuerySet) -> bool:
    route = dispatch.ROUTES[letter.channel]
    return bool(route.mark_sent(unless_settled.filter(pk=letter.pk), [letter]))


def _stop_the_rest(campaign: Campaign) -> None:
    """Counted since somebody last let the letters go."""
    if campaign.status not in {Campaign.Status.RELEASING, Campaign.Status.PAUSED}:
        return
    gone = campaign.letters.filter(status=Status.SENT).order_by("sent_at", "pk")
    returned = DeliveryAttempt.objects.filter(
        letter__in=list(gone.values_list("pk", flat=True)[: breaker.FIRST]),
        state=State.RETURNED,
        heard_at__gte=campaign.resumed_at,
    )
    if returned.count() <= breaker.MOST_RETURNS:
        return
    campaign.status, campaign.breaker = Campaign.Status.PAUSED, breaker.RETURNS
    campaign.save(update_fields=["status", "breaker"])

    JournalEntry.objects.record(
        CAMPAIGN_BROKEN,
        by=None,
        subject=campaign,
        programme=campaign.programme,
        why=breaker.RETURNS,
    )


def _record(kind: str, letter: Letter, by: User | None, **facts: str) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=letter,
        programme=letter.campaign.programme,
        concerns=letter.contributor,
        **facts,
    )
