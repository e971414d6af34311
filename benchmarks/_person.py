"""What a person does about letters that failed: tries them again. Prints how many."""

import django

django.setup()

from recognition.actions import progress  # noqa: E402 - models want a Django that is set up
from recognition.models import Campaign, Letter  # noqa: E402


def main() -> None:
    failed = Letter.objects.filter(status=Letter.Status.FAILED)
    campaigns = Campaign.objects.filter(letters__in=failed).distinct()
    print(
        sum(
            progress.retry(campaign=campaign, letters=failed, by=campaign.author)
            for campaign in campaigns
        )
    )


if __name__ == "__main__":
    main()
