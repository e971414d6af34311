"""Mail about campaigns to those who prepare, approve and allow them: what waits, and why."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from coalition.actions import mail
from coalition.domain import action
from coalition.models import User
from recognition import needs
from recognition.models import Campaign, Mandate
from recognition.models.people import preparers
from recognition.permissions import needs_mandate


@action
def ask_approvers(*, campaign: Campaign, letters: int, by: User) -> None:
    """Tell everyone in the programme whose yes the letters need, but whoever asks."""
    _write("campaign_to_approve", campaign, needs.people_asked(campaign), by, letters=letters)


@action
def ask_offices(*, campaign: Campaign, letters: int, by: User) -> None:
    """Tell the private offices of those in whose name nothing goes without a mandate."""
    for signatory in filter(needs_mandate, campaign.signatories):
        office = signatory.private_office.filter(
            pk__in=campaign.programme.private_offices().values("pk")
        )
        words = {"letters": letters, "signatory": signatory}
        _write("campaign_to_mandate", campaign, office.order_by("pk"), by, **words)


@action
def tell_approved(*, campaign: Campaign, letters: int, by: User) -> None:
    _write("campaign_approved", campaign, [campaign.author], by, letters=letters)


@action
def tell_reopened(*, campaign: Campaign, approvers: list[User], why: str, by: User) -> None:
    """Tell whoever approved, and the author, that it is a draft again."""
    people = {user.pk: user for user in [campaign.author, *approvers]}.values()
    _write("campaign_reopened", campaign, people, by, why=why)


@action
def tell_mandate_over(*, campaign: Campaign) -> int:
    """Letters wait because a mandate is over: tell its private office, and whoever prepares them.
    Once of each mandate, however often this is done; how many mails were owed."""
    today = timezone.localdate()
    return sum(
        _tell_over(mandate, reason)
        for mandate in _last_mandates(campaign)
        if mandate.signatory.is_in_office(today)
        and (reason := mandate.why_over(today))
        and mandate.held_because_over(today).exists()
    )


def _last_mandates(campaign: Campaign) -> list[Mandate]:
    """Of each who signs and needs one."""
    given = campaign.mandates.select_related("signatory", "revoked_by").order_by("-pk")
    wanting = filter(needs_mandate, campaign.signatories)
    return [last for who in wanting if (last := given.filter(signatory=who).first())]


def _tell_over(mandate: Mandate, reason: str) -> int:
    campaign = mandate.campaign
    office = mandate.signatory.private_office.filter(
        pk__in=campaign.programme.private_offices().values("pk")
    )
    people = {user.pk: (user, False) for user in preparers(campaign)}
    people |= {user.pk: (user, True) for user in office}
    people.pop(mandate.revoked_by_id or 0, None)
    words = {
        "mandate": mandate,
        "reason": reason,
        "letters": campaign.letters.to_go().count(),
        "campaign": campaign,
        "url": f"{settings.SITE_URL}{campaign.get_absolute_url()}",
    }
    for user, is_office in people.values():
        mail.write(
            kind="mandate_over",
            to=user.email,
            key=f"mandate_over:{mandate.pk}:{user.pk}",
            context={**words, "to": user, "is_office": is_office},
        )
    return len(people)


def _write(kind: str, campaign: Campaign, to: Iterable[User], by: User, **words: object) -> None:
    url = f"{settings.SITE_URL}{campaign.get_absolute_url()}"
    for user in to:
        if user.pk != by.pk:
            context = {"campaign": campaign, "to": user, "by": by, "url": url, **words}
            mail.write(kind=kind, to=user.email, context=context)
