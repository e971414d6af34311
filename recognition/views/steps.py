"""The five steps of a campaign, and its history, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from coalition.models import JournalEntry
from recognition.models import Campaign
from recognition.needs import Answer

Status = Campaign.Status
REACHED = {  # the step that is now at work, by state
    Status.DRAFT: 3,
    Status.AUDIENCE_FROZEN: 3,
    Status.IN_REVIEW: 4,
    Status.APPROVED: 5,
}
WORDS = {
    "campaign.begun": "Begun",
    "campaign.changed": "Changed",
    "campaign.frozen": "Recipients fixed",
    "campaign.approval_asked": "Approval asked for",
    "campaign.approved": "Approved",
    "campaign.sent_back": "Sent back",
    "campaign.voided": "Approval void, back to draft",
    "campaign.reopened": "Back to draft",
    "campaign.released": "Released",
    "campaign.wave_moved": "Another time set for the rest",
    "campaign.does_not_add_up": "Does not add up",
    "campaign.cancelled": "Given up",
    "campaign.stopped": "Stopped for good",
    "mandate.granted": "Mandate given",
    "mandate.agreed_to_letter": "A letter read and agreed to",
    "mandate.revoked": "Mandate revoked",
    "campaign.submission_taken": "Submission pack downloaded",
    "campaign.exclusions_exported": "List of those without a letter downloaded",
}


@dataclass(frozen=True)
class Step:
    """`state` is done, now, or empty for later; `url` is empty where there is nothing to open."""

    title: str
    says: str
    state: str
    url: str = ""


def steps_of(
    campaign: Campaign,
    *,
    chosen: int,
    letters: int,
    excluded: int,
    answers: list[Answer],
    can_change: bool,
    sees_people: bool,
) -> list[Step]:
    now = _now(campaign, chosen)
    pages = _pages(campaign, can_change, sees_people)
    said = [
        ("Who gets a letter", _who(campaign, chosen, letters, excluded)),
        ("Words", _words(campaign)),
        ("Proofs", "The letters as they will be printed, the difficult ones first"),
        ("Approval", _approval(campaign, answers)),
        ("Sending", "Out" if campaign.released_at else "Nothing has gone yet"),
    ]
    return [
        Step(title, says, "done" if n < now else "now" if n == now else "", pages.get(n, ""))
        for n, (title, says) in enumerate(said, start=1)
    ]


def told(entries: Iterable[JournalEntry]) -> Iterator[tuple[str, JournalEntry, str]]:
    """(what happened, its entry, why), as the journal has it."""
    for entry in entries:
        words = (
            WORDS.get(entry.kind) or entry.kind.rpartition(".")[2].replace("_", " ").capitalize()
        )
        yield words, entry, entry.facts.get("reason") or entry.facts.get("why", "")


def _now(campaign: Campaign, chosen: int) -> int:
    if campaign.status == Status.DRAFT and not chosen:
        return 1
    return REACHED.get(Status(campaign.status), 6)


def _pages(campaign: Campaign, can_change: bool, sees_people: bool) -> dict[int, str]:
    """Where each step can be done, or looked at."""
    names: dict[int, str] = {}
    if can_change:
        names |= {1: "campaign_audience", 2: "campaign_words"}
    if campaign.frozen_at:
        names |= {3: "campaign_proofs"}
        if sees_people and not can_change:
            names |= {1: "campaign_recipients"}
    if campaign.released_at:
        names |= {5: "campaign_progress"}
    return {n: reverse(f"recognition:{name}", args=[campaign.pk]) for n, name in names.items()}


def _who(campaign: Campaign, chosen: int, letters: int, excluded: int) -> str:
    if campaign.frozen_at:
        left_out = f"; {excluded:,} left out, each with a reason" if excluded else ""
        return f"{letters:,} {'letter' if letters == 1 else 'letters'}{left_out}"
    if not chosen:
        return "Nobody is chosen yet"
    return f"{chosen:,} chosen{', by a saved rule' if campaign.rule_id else ''}"


def _words(campaign: Campaign) -> str:
    under = f", under ‘{campaign.letterhead}’" if campaign.letterhead else ""
    return f"{campaign.template_version}, signed by {campaign.signed_by}{under}"


def _approval(campaign: Campaign, answers: list[Answer]) -> str:
    given = [answer.approval.by for answer in answers if answer.approval]
    if given and len(given) == len(answers):
        return f"By {' and '.join(str(user) for user in given)}"
    if campaign.status == Status.IN_REVIEW:
        if len(answers) == 1:
            return "Waiting for a second person"
        return f"{len(given)} of {len(answers)} have said yes"
    if len(answers) == 1:
        return "By a second person, of exactly these letters"
    return f"By {len(answers)} other people, of exactly these letters"
