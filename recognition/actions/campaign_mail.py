"""Mail about campaigns to those who prepare and approve them: what waits, and why it came back."""

from collections.abc import Iterable

from django.conf import settings

from coalition.actions import mail
from coalition.domain import action
from coalition.models import User
from recognition import needs
from recognition.models import Campaign
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


def _write(kind: str, campaign: Campaign, to: Iterable[User], by: User, **words: object) -> None:
    url = f"{settings.SITE_URL}{campaign.get_absolute_url()}"
    for user in to:
        if user.pk != by.pk:
            context = {"campaign": campaign, "to": user, "by": by, "url": url, **words}
            mail.write(kind=kind, to=user.email, context=context)
