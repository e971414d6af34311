"""The circuit breaker of a campaign (CMP-5): when letters stop by themselves."""

from collections.abc import Mapping

from recognition.models.regret import Regret

Kind = Regret.Kind
# How many letters with a regret of a kind stop the rest, and what is said then. [J]
STOPS_AT = {
    Kind.DECEASED: (1, "A letter went to somebody who has died."),
    Kind.WRONG_NAME: (2, "Two letters went out with a wrong name."),
}

# Of the first so many letters of a campaign, more than so many that came back.
FIRST, MOST_RETURNS = 100, 5
RETURNS = "Too many of the first letters came back."


def why_stop(counts: Mapping[str, int]) -> str:
    """Why nothing more may go, by how many letters have a regret of each kind; empty if it may."""
    for kind, (most, why) in STOPS_AT.items():
        if counts.get(kind, 0) >= most:
            return why
    return ""
