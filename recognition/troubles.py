"""Why letters stopped, said of one and of many, and the one thing that a person does about it."""

from dataclasses import dataclass

from django.db.models import Q

from coalition.models.hold import ON_HOLD
from recognition.models import Letter
from recognition.models.letter import LetterQuerySet
from recognition.research import asking

Status, Cause = Letter.Status, Letter.Cause
QUESTION = "G3-question"
# Of letters held: those that could go if they asked nothing (EXP-8).
OF_QUESTION = Q(stopped_by="G3", problem__startswith=asking.ASKS)
RETRY, TAKE_OUT, SETTLE, EITHER = "retry", "take_out", "settle", "either"
TAKEN_OUT = "Whoever is taken out is owed thanks as before, and can get a new letter."


@dataclass(frozen=True)
class Trouble:
    """Letters that stopped for the same reason, said of one and of many. One thing to do."""

    slug: str
    one: str
    many: str
    advice: str
    do: str


TROUBLES = {
    trouble.slug: trouble
    for trouble in (
        Trouble(
            "uncertain",
            "may have gone",
            "may have gone",
            "The connection broke, or a worker stopped, at the last moment. Nothing is sent again"
            " until somebody knows.",
            SETTLE,
        ),
        Trouble(
            Cause.REFUSED,
            "was refused by whoever delivers it",
            "were refused by whoever delivers it",
            f"Often the address is not in use any more; ask for the right one. {TAKEN_OUT}",
            TAKE_OUT,
        ),
        Trouble(
            Cause.PUT_OFF,
            "was put off five times by whoever delivers it",
            "were put off five times by whoever delivers it",
            "It did not say no. Try again, best on another day.",
            RETRY,
        ),
        Trouble(
            Cause.CONTENT,
            "could not be put together",
            "could not be put together",
            f"Open it to see what is in its way. {TAKEN_OUT}",
            TAKE_OUT,
        ),
        Trouble(
            Cause.FAULT,
            "stopped because of a fault on our side",
            "stopped because of a fault on our side",
            "Tell whoever runs this site. When it is mended, try again.",
            RETRY,
        ),
        Trouble(
            "G2",
            "is on hold",
            "are on hold",
            f"{ON_HOLD}. Once the hold is lifted, try again; nothing goes by itself.",
            RETRY,
        ),
        Trouble(
            "G3",
            "is held because the person does not like to be thanked like this",
            "are held because the people do not like to be thanked like this",
            "Take them out, and thank them in the way that they chose.",
            TAKE_OUT,
        ),
        Trouble(
            QUESTION,
            "is held because the person may not be asked a question now",
            "are held because the people may not be asked a question now",
            "Their letters carry the question of an experiment. Take them out, and thank them with"
            f" letters that ask nothing. {TAKEN_OUT}",
            TAKE_OUT,
        ),
        Trouble(
            "G4",
            "is held because the name is not right",
            "are held because the name is not right",
            "Ask for the name to be confirmed, then try again.",
            RETRY,
        ),
        Trouble(
            "G5",
            "is held because the address is not right",
            "are held because the address is not right",
            TAKEN_OUT,
            TAKE_OUT,
        ),
        Trouble(
            "G6",
            "is held because of who signs it",
            "are held because of who signs them",
            "The signatory is not in office, did not sign, or the mandate does not cover them. The"
            " private office is asked for another; once it is given, try again. Otherwise take them"
            " out.",
            EITHER,
        ),
        Trouble(
            "G7",
            "is held because of an embargo",
            "are held because of an embargo",
            "Once it is over, or two people have let these letters go, they can be tried again.",
            RETRY,
        ),
        Trouble(
            "G8",
            "is held because it is not exactly what was approved",
            "are held because they are not exactly what was approved",
            TAKEN_OUT,
            TAKE_OUT,
        ),
        Trouble(
            "G10",
            "is held because it is too late for these words",
            "are held because it is too late for these words",
            f"Take them out, and choose words for late thanks. {TAKEN_OUT}",
            TAKE_OUT,
        ),
        Trouble(
            "G11",
            "is held because the person needs another language or format",
            "are held because the people need another language or format",
            TAKEN_OUT,
            TAKE_OUT,
        ),
        Trouble(
            "G12",
            "is held because of its letterhead",
            "are held because of their letterhead",
            "It is not valid today, or whoever signs may not use it. If that is put right, try"
            f" again; otherwise take them out. {TAKEN_OUT}",
            EITHER,
        ),
    )
}


def in_trouble(letters: LetterQuerySet, slug: str) -> LetterQuerySet:
    """Those that stopped for this reason."""
    if slug == Status.UNCERTAIN:
        return letters.filter(status=Status.UNCERTAIN)
    if slug in Cause:
        return letters.filter(status=Status.FAILED, cause=slug)
    held = letters.filter(status=Status.HELD)
    if slug == QUESTION:
        return held.filter(OF_QUESTION)
    return held.filter(stopped_by=slug).exclude(OF_QUESTION)
