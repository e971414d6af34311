"""A corrected letter: a new one, in the place of one that went with a mistake (LET-2)."""

from typing import Any

from coalition.domain import DomainError, action
from coalition.models import User
from recognition.actions import campaigns
from recognition.models import Campaign, Letter, Regret

Kind = Regret.Kind
# What a second letter puts right. The others need an apology, and no letter.
CORRECTABLE = (Kind.WRONG_NAME, Kind.WRONG_FACT)


@action
def correct(*, letter: Letter, by: User, **words: Any) -> Campaign:
    """A campaign of one that says it right, fixed at once from names and facts as they are now; it
    goes the whole way, through proofs and a second person. `words` are template_version, signatory,
    dated_on and personal_line.

    Raises DomainError where nothing wrong was reported that a letter can put right, where one is on
    its way, or with the reason why no letter can go."""
    before = Campaign.objects.lock(letter.campaign)
    if not letter.regrets.filter(kind__in=CORRECTABLE).exists():
        raise DomainError("Say first what is wrong with this letter: its name, or what it says.")
    if (other := letter.correction) is not None:
        raise DomainError(f"A corrected letter is being prepared already: “{other}”.")

    name = f"Corrected letter to {letter.contributor}"[:120]
    campaign = campaigns.begin(programme=before.programme, name=name, by=by, **words)
    campaign.corrects = letter
    campaign.save(update_fields=["corrects"])
    campaign.candidates.create(event=letter.event)
    return campaigns.freeze(campaign=campaign, by=by)
