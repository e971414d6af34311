"""A letter that should not have gone like this: said, apologised for, and kept from happening again
(REG-1, CMP-5)."""

from datetime import date

from django.conf import settings
from django.db.models import Count, F
from django.utils import timezone

from coalition.actions import mail
from coalition.calendar import working_days_after
from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, User
from recognition.breaker import why_stop
from recognition.models import Acknowledgement, Campaign, Letter, Regret
from recognition.permissions import can_apologise

REGRET_REPORTED = "regret.reported"
REGRET_REPORTED_AGAIN = "regret.reported_again"
REGRET_HANDED_ON = "regret.handed_on"
REGRET_APOLOGISED = "regret.apologised"
CAMPAIGN_BROKEN = "campaign.broken"
APOLOGY_WORKING_DAYS = 1  # REG-1
NOT_GONE = "This letter has not gone, so nobody got it. Take it out or put it right instead."
IN_DOUBT = "This letter may have gone. Say first that it was sent: then report what is wrong."


@action
def report(*, letter: Letter, kind: str, owner: User, by: User) -> Regret:
    """Something is wrong with a letter that went. `owner` apologises within a working day. Reported
    twice it is one regret; the first owner keeps it. May stop the rest of the campaign (CMP-5).

    Raises DomainError for a letter that has not gone."""
    campaign = Campaign.objects.lock(letter.campaign)
    letter = Letter.objects.select_related("contributor").get(pk=letter.pk)
    if letter.status != Letter.Status.SENT:
        raise DomainError(IN_DOUBT if letter.status == Letter.Status.UNCERTAIN else NOT_GONE)
    _require_senior(owner, campaign)

    regret, is_new = Regret.objects.get_or_create(
        letter=letter,
        kind=kind,
        defaults={"reported_by": by, "owner": owner, "due_on": _due(campaign)},
    )
    if not is_new:
        Regret.objects.filter(pk=regret.pk).update(times=F("times") + 1)
        _record(REGRET_REPORTED_AGAIN, regret, by, wrong=kind)
        return regret

    Acknowledgement.objects.counted().filter(letter=letter).update(
        status=Acknowledgement.Status.REGRETTED
    )

    _record(REGRET_REPORTED, regret, by, wrong=kind, owner=owner.pk)
    _tell(regret, by)
    _stop_the_rest(campaign, by)
    return regret


@action
def hand_on(*, regret: Regret, owner: User, by: User) -> Regret:
    """Somebody else apologises; the day stays."""
    regret = _lock_open(regret)
    _require_senior(owner, regret.letter.campaign)

    regret.owner = owner
    regret.save(update_fields=["owner"])

    _record(REGRET_HANDED_ON, regret, by, owner=owner.pk)
    _tell(regret, by)
    return regret


@action
def apologise(*, regret: Regret, how: str, by: User) -> Regret:
    """Whoever owns it has apologised, themselves. Raises NotAuthorised for anybody else."""
    regret = _lock_open(regret)
    if regret.owner_id != by.pk:
        raise NotAuthorised(f"{regret.owner} apologises for this. Hand it on to yourself first.")

    regret.apologised_at, regret.how = timezone.now(), how
    regret.save(update_fields=["apologised_at", "how"])

    _record(REGRET_APOLOGISED, regret, by, how=how)
    return regret


def _stop_the_rest(campaign: Campaign, by: User) -> None:
    """Counted since somebody last let the letters go."""
    since = Regret.objects.filter(
        letter__campaign=campaign, reported_at__gte=campaign.resumed_at
    ).order_by()
    counts = since.values_list("kind").annotate(letters=Count("letter"))
    why = why_stop(dict(counts))
    if not why or campaign.status not in {Campaign.Status.RELEASING, Campaign.Status.PAUSED}:
        return
    campaign.status, campaign.breaker = Campaign.Status.PAUSED, why
    campaign.save(update_fields=["status", "breaker"])

    JournalEntry.objects.record(
        CAMPAIGN_BROKEN, by=by, subject=campaign, programme=campaign.programme, why=why
    )


def _lock_open(regret: Regret) -> Regret:
    regret = Regret.objects.lock(regret)
    if regret.apologised_at:
        raise DomainError(f"{regret.owner} has apologised for this already.")
    return regret


def _require_senior(owner: User, campaign: Campaign) -> None:
    if not can_apologise(owner, campaign):
        raise DomainError(f"Choose a programme lead or an approver: {owner} is neither here.")


def _due(campaign: Campaign) -> date:
    today = timezone.localdate()
    return working_days_after(today, APOLOGY_WORKING_DAYS, campaign.programme.nation)


def _tell(regret: Regret, by: User) -> None:
    if regret.owner_id != by.pk:
        url = f"{settings.SITE_URL}{regret.get_absolute_url()}"
        context = {"regret": regret, "to": regret.owner, "by": by, "url": url}
        mail.write(kind="regret_to_apologise", to=regret.owner.email, context=context)


def _record(what: str, regret: Regret, by: User, **facts: str | int) -> None:
    letter = regret.letter
    JournalEntry.objects.record(
        what,
        by=by,
        subject=regret,
        programme=letter.campaign.programme,
        concerns=letter.contributor,
        **facts,
    )
