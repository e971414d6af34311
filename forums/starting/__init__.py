"""What a forum of each kind starts from: words for its scope, seats, targets, promise, quorum. The
words are in the TOML files beside this one (product.md §10); people change all of it afterwards.
In a scope they fill in what stands in square brackets: with any left it cannot be sent on."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from forums.models import Forum, MixTarget, Seat
from forums.quorum import Quorum
from forums.wording import Line, Recommendation, Wording

HERE = Path(__file__).parent
Kind = Forum.Kind

DIFFERENCES = (
    "Some members disagree with [policy area]. That is legitimate, known, and recorded. "
    "This forum has no role in resolving it. [Where it is decided] does. "
    "Today we work on [focus]."
)
ATTRIBUTION = {
    Forum.Attribution.ATTRIBUTED: (
        "What is said carries the name of who said it, and of the organisation that they come "
        "from. Members and the programme leads can read it."
    ),
    Forum.Attribution.NON_ATTRIBUTED: (
        "What is said carries a sector and never a name. What you learn here may be used; who said "
        "it may not. The law on disclosure still applies."
    ),
}
FOI = (
    "Write as if disclosed. Public bodies in the room may have to publish what is written here, "
    "under the law on freedom of information. Leave out anything about a person’s case."
)


@dataclass(frozen=True)
class Template:
    """What one kind of forum starts from. `seats` and `targets` hold the fields of their rows."""

    kind: Kind
    title: str
    choose_when: str
    promise: Forum.Promise
    quorum: Quorum
    seats: tuple[dict[str, Any], ...]
    targets: tuple[dict[str, Any], ...]
    scope: dict[str, Any]

    def seat_list(self) -> list[Seat]:
        """As they would be, unsaved: for a preview."""
        return [Seat(**seat) for seat in self.seats]

    def target_list(self) -> list[MixTarget]:
        return [MixTarget(**target) for target in self.targets]

    def wording(self, **filled: str) -> Wording:
        """The scope; `filled` are the programme, the forum's end and its purpose."""
        said = {
            name: self.scope[name].strip().format(**filled)
            for name in ("read_aloud", "how_we_decide", "members_time_and_support")
        }
        return Wording(
            purpose=filled.get("purpose", ""),
            included=tuple(Line(text) for text in self.scope["included"]),
            excluded=tuple(Line(*line) for line in self.scope["excluded"]),
            recommends=tuple(Recommendation(*one) for one in self.scope["recommends"]),
            differences_line=DIFFERENCES,
            foi_line=FOI,
            **said,
        )


@cache
def template_of(kind: str) -> Template:
    with (HERE / f"{kind}.toml").open("rb") as file:
        told = tomllib.load(file)
    usual = Forum(kind=kind).quorum.nongov_share
    return Template(
        kind=Kind(kind),
        title=told["title"],
        choose_when=told["choose_when"],
        promise=Forum.Promise(told["promise"]),
        quorum=Quorum(nongov_share=usual, **told["quorum"]),
        seats=tuple(told["seats"]),
        targets=tuple(told["targets"]),
        scope=told["scope"],
    )


def templates() -> list[Template]:
    """In the order in which kinds are listed everywhere."""
    return [template_of(kind) for kind in Kind.values]


def starting_wording(forum: Forum) -> Wording:
    """What the first draft of this forum's scope begins with."""
    end = f"{forum.sunset_on.day} {forum.sunset_on:%B %Y}"
    start = template_of(forum.kind).wording(
        programme=str(forum.programme), end=end, purpose=forum.purpose
    )
    return replace(
        start,
        quorum_line=forum.quorum.in_words,
        attribution=forum.attribution,
        attribution_rule=ATTRIBUTION[Forum.Attribution(forum.attribution)],
    )
