"""The words and states of a decision."""

from django.db import models


class Status(models.TextChoices):
    DECIDED = "decided", "Decided"
    IN_CALL_IN = "in_call_in", "Open to call-in"
    EFFECTIVE = "effective", "In effect"
    EVALUATED = "evaluated", "Evaluated"
    RECOMMENDED = "recommended", "Recommended"
    ADOPTED = "adopted", "Adopted"
    ADOPTED_IN_PART = "adopted_in_part", "Adopted in part"
    NOT_ADOPTED = "not_adopted", "Not adopted"
    OVERRULED = "overruled", "Overruled"
    SUPERSEDED = "superseded", "Replaced"
    DROPPED = "dropped", "Withdrawn before it was published"


class Significance(models.TextChoices):
    MINOR = "minor", "Minor: few people notice"
    STANDARD = "standard", "Standard"
    MAJOR = "major", "Major: it changes what many people get, or what the programme is"


class Reversible(models.TextChoices):
    YES = "yes", "Yes: it can be undone at little cost"
    PARTLY = "partly", "In part"
    NO = "no", "No"


class Publication(models.TextChoices):
    """From the fewest readers to the most."""

    MEMBERS = "members", "Members of the forum, and who answers or carries it out"
    PROGRAMME = "programme", "Everyone with a part in the programme"
    PUBLIC = "public", "Everyone, on the public decision log"


# Under a delegation, so its money is spent (DEC-5).
SPENT = (Status.DECIDED, Status.IN_CALL_IN, Status.EFFECTIVE, Status.EVALUATED)
UNDER_AUTHORITY = (*SPENT, Status.OVERRULED)
IN_EFFECT = (Status.EFFECTIVE, Status.EVALUATED)
# What is done because the forum recommended it.
TAKEN_UP = (Status.ADOPTED, Status.ADOPTED_IN_PART)
ANSWERED = (*TAKEN_UP, Status.NOT_ADOPTED)
TO_SOMEBODY = (Status.RECOMMENDED, *ANSWERED)
# Nothing is owed any more to whoever recorded it, and it can still be replaced.
STANDS = (Status.IN_CALL_IN, *IN_EFFECT, *ANSWERED, Status.OVERRULED)
