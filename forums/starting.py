"""Words to start a scope statement from, by kind of forum (product.md §10). People fill in what
stands in square brackets; a statement that still has any cannot be sent for approval."""

from coalition.models import Programme
from forums.models import Forum
from forums.wording import Line, Wording

Kind = Forum.Kind

DIFFERENCES = (
    "Some members disagree with [policy area]. That is legitimate, known, and recorded. "
    "This forum has no role in resolving it. [Where it is decided] does. "
    "Today we work on [focus]."
)

READ_ALOUD = {
    Kind.DELIVERY: (
        "We meet to make {programme} work, week by week, for the people it serves. "
        "We may decide [list]. We do not settle wider policy on [topic]. Members differ on that, "
        "and are free to. Those matters go to [route]. What we decide is done, or [owner] will "
        "say in writing why not."
    ),
    Kind.ADVISORY: (
        "We advise [owner] on [questions]. [Owner] answers each recommendation in [number] "
        "working days. We do not manage delivery, money or individual cases. Where we differ we "
        "will say so plainly and leave it on the record."
    ),
    Kind.LIVED_EXPERIENCE: (
        "We shape [service] from our own experience. Nobody must tell their story. We choose "
        "what to raise. We are paid, and heard. We decide [list]. Individual cases go to "
        "[contact], in confidence."
    ),
    Kind.SAFEGUARDING: (
        "We test whether {programme} is safe. We look at patterns and controls, never at named "
        "cases. Concerns about a person go today to [contact]. Our advice is answered within "
        "[number] days."
    ),
    Kind.TASK: (
        "We exist until {end} to deliver [product]. [List] is ours to settle. Then we hand over, "
        "thank everyone, and stop."
    ),
    Kind.NETWORK: (
        "We meet to know each other and each other's work in {programme}. We may share what we "
        "learn and introduce people. We decide nothing for anyone. What needs a decision goes to "
        "[forum]."
    ),
}

EXCLUDED = {
    Kind.DELIVERY: [Line("Wider policy on [topic]", "[body that decides it]")],
    Kind.ADVISORY: [
        Line("Managing delivery and money", "[delivery forum]"),
        Line("Individual cases", "[contact]"),
    ],
    Kind.LIVED_EXPERIENCE: [Line("Individual cases", "[contact], in confidence")],
    Kind.SAFEGUARDING: [Line("A concern about a named person", "[contact], today")],
    Kind.TASK: [Line("Anything after the hand-over", "[body that takes it on]")],
    Kind.NETWORK: [Line("Decisions", "[forum]")],
}


def starting_wording(forum: Forum) -> Wording:
    """What the first draft of this forum's scope begins with."""
    end = f"{forum.sunset_on.day} {forum.sunset_on:%B %Y}"
    programme: Programme = forum.programme
    return Wording(
        read_aloud=READ_ALOUD[Kind(forum.kind)].format(programme=programme, end=end),
        purpose=forum.purpose,
        included=(),
        excluded=tuple(EXCLUDED[Kind(forum.kind)]),
        differences_line=DIFFERENCES,
    )
