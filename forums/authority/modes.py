"""How far power is handed over, on what it rests, and the promise that stands on the screen."""

from django.db.models import TextChoices


class Mode(TextChoices):
    """From the widest to the narrowest."""

    DECIDE = "decide", "Decide: it is done"
    UNDERTAKING = "decide_by_undertaking", "Decide by undertaking: it is done, or we say why not"
    RECOMMEND = "recommend", "Recommend: an answer in writing, yes, or no and why"
    ADVISE = "advise", "Advise: we listen, and tell you what changed"


LONGEST_ANSWER = 120  # working days
DECIDING = (Mode.DECIDE, Mode.UNDERTAKING)
# Where somebody promises an answer within so many working days.
ANSWERED = (Mode.UNDERTAKING, Mode.RECOMMEND)


class Basis(TextChoices):
    STATUTORY = "statutory", "Delegation under statute"
    COMMITTEE = "committee", "The forum is a committee of the body"
    BUDGET = "budget", "Undertaking of the budget holder"
    GRANT = "grant", "Grant agreement"
    NONE = "none", "None: advisory"


# DEL-2: only on these does a forum itself decide.
LAWFUL = (Basis.STATUTORY, Basis.COMMITTEE)
WHY_NOT_DECIDE = (
    "In law a forum can decide for a body only under a statutory delegation, or as a committee of"
    " that body. Otherwise the body remains bound to decide itself. What it can do is promise in"
    " writing to do what the forum decides, or publish why not: choose ‘Decide by undertaking’."
)
WHY_NOT_PROMISE = (
    "A promise to do what the forum decides needs something to stand on: the budget holder’s"
    " undertaking, a grant agreement, a committee or a statute. Without one, the forum recommends"
    " or advises."
)


def promise(mode: str, *, owner: str, days: int | None, who: str = "This forum") -> str:
    """What is promised, in one plain sentence. `owner` holds the power; `days` are working days."""
    them = who[:1].lower() + who[1:]
    within = f"within {days} working day{'' if days == 1 else 's'}"
    return {
        Mode.DECIDE: f"{who} decides. It is done.",
        Mode.UNDERTAKING: f"{owner} has promised in writing to do what {them} decides, or publish"
        f" why not {within}.",
        Mode.RECOMMEND: f"{who} recommends. {owner} answers in writing {within}: yes, or no and"
        " why.",
        Mode.ADVISE: "We will listen and tell you what changed.",
    }[Mode(mode)]
