"""Which kinds of yes letters need before they go (CMP-3). To ask for one more often, add a Need."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from coalition.domain import DomainError
from coalition.models import User
from coalition.prepared import Prepared
from recognition.models import Approval, Campaign

Kind = Approval.Kind
# What somebody is asked to say yes to, by kind.
QUESTIONS = {
    Kind.CONTENT: "What the letters say, who signs them, and how they look",
    Kind.DATA: "Who gets a letter and who does not, with names, addresses and facts",
    Kind.INFO_RIGHTS: "That people’s data may be used like this",
}


@dataclass(frozen=True)
class Need:
    """A campaign with its fixed letters, signatory and words at hand needs this kind of yes, if
    `applies`; it asks a query at most. `why` ends a sentence that begins with “because”."""

    kind: str
    applies: Callable[[Campaign], bool]
    why: str


def _are_many(campaign: Campaign) -> bool:
    return (campaign.fixed_letters or 0) >= settings.SECOND_APPROVAL_FROM


def _are_a_ministers(campaign: Campaign) -> bool:
    return any(signatory.is_minister for signatory in campaign.signatories)


NEEDS = (
    Need(Kind.CONTENT, lambda campaign: True, "nothing goes out that one person alone has read"),
    Need(
        Kind.INFO_RIGHTS,
        lambda campaign: campaign.needs_info_rights,
        "a question is asked, or ways of thanking are compared",
    ),
    Need(Kind.DATA, _are_many, "there are many letters"),
    Need(Kind.DATA, _are_a_ministers, "a minister signs"),
)


@dataclass(frozen=True)
class Answer:
    """One kind of yes to a campaign: given, or asked for still."""

    kind: str
    approval: Approval | None
    people: list[User]  # who may give it, while it is asked for

    @property
    def label(self) -> str:
        return Kind(self.kind).label

    @property
    def question(self) -> str:
        return QUESTIONS[Kind(self.kind)]


def required(campaign: Campaign) -> list[str]:
    """The kinds of yes that its fixed letters need, in the order of Approval.Kind."""
    kinds = {need.kind for need in NEEDS if need.applies(campaign)}
    return [kind for kind in Kind.values if kind in kinds]


def require_all_asked(campaign: Campaign) -> None:
    """Raise DomainError where the letters need more than when their recipients were fixed, as when
    somebody made the signatory a minister."""
    if more := [kind for kind in required(campaign) if kind not in campaign.needs]:
        raise DomainError(
            f"These letters need another approval now: {in_words(more)}."
            " Open the campaign again, so that everybody is asked."
        )


def why_more(campaign: Campaign) -> str:
    """Why one other person’s yes is not enough: follows “because”."""
    whys = dict.fromkeys(
        need.why for need in NEEDS if need.kind != Kind.CONTENT and need.applies(campaign)
    )
    return " and ".join(whys)


def answers(campaign: Campaign) -> list[Answer]:
    """What has been said to each, and who is still asked; three queries."""
    given = {one.kind: one for one in campaign.approvals.standing().select_related("by")}
    free = _free_people(campaign, {one.by_id for one in given.values()})
    return [
        Answer(
            kind,
            given.get(kind),
            [] if kind in given else free.get(Approval.ROLES[kind], []),
        )
        for kind in campaign.needs
    ]


def open_to(user: User, campaign: Campaign) -> list[Answer]:
    """Those that this person may give now; empty too for whoever has given one."""
    return [answer for answer in answers(campaign) if user.pk in {one.pk for one in answer.people}]


def unanswerable(asked: Iterable[Answer]) -> list[str]:
    """Labels of those that nobody is left to give, as nobody gives two."""
    taken: set[int] = set()
    missing = []
    waiting = [answer for answer in asked if answer.approval is None]
    for answer in sorted(waiting, key=lambda answer: len(answer.people)):
        free = [user.pk for user in answer.people if user.pk not in taken]
        taken.update(free[:1])
        if not free:
            missing.append(answer.label)
    return missing


def lacking(campaign: Campaign) -> list[str]:
    """The kinds that nobody who still may has given to exactly this; one query."""
    fixed = (campaign.content_hash, campaign.audience_hash)
    given = _GIVEN(campaign=campaign.pk, programme=campaign.programme_id)
    said = {one.kind for one in given if (one.content_hash, one.audience_hash) == fixed}
    return [kind for kind in campaign.needs if kind not in said]


# Asked again for each round of letters.
_GIVEN = Prepared(
    lambda campaign, programme: (
        Approval.objects.filter(campaign=campaign).standing().by_who_still_may(programme)
    )
)


def people_asked(campaign: Campaign) -> QuerySet[User]:
    """Everyone who holds a role that may give one of the kinds that it needs."""
    roles = {Approval.ROLES[kind] for kind in campaign.needs}
    grants = campaign.programme.grants.in_force().filter(role__in=roles)
    return User.objects.filter(pk__in=grants.values("user"), is_active=True)


def in_words(kinds: Iterable[str]) -> str:
    """the words, the people and information rights."""
    names = [Kind(kind).label.lower() for kind in kinds]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _free_people(campaign: Campaign, busy: set[int]) -> dict[str, list[User]]:
    """Role → its holders who had no hand in the campaign and have said nothing yet."""
    busy = busy | {campaign.author_id, campaign.template_version.written_by_id}
    busy |= set(campaign.drafters.values_list("pk", flat=True))
    roles = {Approval.ROLES[kind] for kind in campaign.needs}
    grants = campaign.programme.grants.in_force().filter(role__in=roles, user__is_active=True)
    found: dict[str, list[User]] = {}
    for grant in grants.exclude(user__in=busy).select_related("user").order_by("user__name"):
        found.setdefault(grant.role, []).append(grant.user)
    return found
