"""The words that an offer is described in: fixed lists, because rules turn on them (ADR 0002)."""

from django.db import models


class Status(models.TextChoices):
    SUBMITTED = "submitted", "New"
    ACKNOWLEDGED = "acknowledged", "Answered"
    IN_TRIAGE = "in_triage", "Being looked into"
    NEEDS_INFO = "needs_info", "Waiting for details"
    STANDBY = "standby", "On standby"
    ACCEPTED = "accepted", "Accepted"
    PAUSED = "paused", "Paused"
    COMPLETED = "completed", "Completed"
    DECLINED = "declined", "Declined with thanks"
    REDIRECTED = "redirected", "Passed on with thanks"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Run out"


ENDED = {Status.WITHDRAWN, Status.EXPIRED}  # by whoever offered, or by the clock
NEXT: dict[str, set[str]] = {
    Status.SUBMITTED: {Status.ACKNOWLEDGED, *ENDED},
    Status.ACKNOWLEDGED: {Status.IN_TRIAGE, *ENDED},
    Status.IN_TRIAGE: {
        Status.ACCEPTED,
        Status.NEEDS_INFO,
        Status.STANDBY,
        Status.DECLINED,
        Status.REDIRECTED,
        *ENDED,
    },
    Status.NEEDS_INFO: {Status.IN_TRIAGE, *ENDED},
    Status.STANDBY: {Status.IN_TRIAGE, *ENDED},
    Status.ACCEPTED: {Status.COMPLETED, Status.PAUSED, *ENDED},
    Status.PAUSED: {Status.ACCEPTED, *ENDED},
}
OPEN: list[str] = list(NEXT)
UNDECIDED: list[str] = OPEN[:-2]  # all but accepted and paused
COUNTED: list[str] = [*OPEN, Status.COMPLETED]  # as offered to a call
CLOSED: list[str] = [status.value for status in Status if status not in NEXT]


class Kind(models.TextChoices):
    STAY = "stay", "Place to stay"
    VENUE = "venue", "Space or venue"
    TIME_ONCE = "time_once", "Time (one-off)"
    TIME_REGULAR = "time_regular", "Time (regular)"
    SKILL = "skill", "Professional skill"
    LANGUAGE = "language", "Language and interpreting"
    TRANSPORT = "transport", "Transport"
    GOODS_NEW = "goods_new", "Goods (new)"
    GOODS_USED = "goods_used", "Goods (used)"
    FOOD = "food", "Food"
    TECHNOLOGY = "technology", "Technology and connectivity"
    MONEY = "money", "Money or fund"
    JOBS = "jobs", "Jobs and training"
    HEALTH = "health", "Health and wellbeing support"
    CHILDREN = "children", "Children and schools"
    ADVICE = "advice", "Advice and casework"
    INTRODUCTIONS = "introductions", "Introductions and convening"
    DATA = "data", "Data and insight"
    POLICY = "policy", "Policy expertise"
    REACH = "reach", "Communications reach"
    OTHER = "other", "Something else"


class Per(models.TextChoices):
    ONCE = "once", "Once"
    DAY = "day", "Each day"
    WEEK = "week", "Each week"
    MONTH = "month", "Each month"


class Source(models.TextChoices):
    WEB = "web", "Web"
    PHONE = "phone", "Phone"
    MEETING = "meeting", "Meeting"
    EMAIL = "email", "Email"
    IMPORT = "import", "A file of past offers"


class Means(models.TextChoices):
    """How a person answered (OFR-2). No machine is on this list."""

    CALL = "call", "Called"
    EMAIL = "email", "Emailed"
    IN_PERSON = "in_person", "Spoke in person"
    LETTER = "letter", "Wrote a letter"


class Said(models.TextChoices):
    """What was said in an answer, as facts to choose from: no notes about people (CON-1)."""

    THANKED = "thanked", "I thanked them"
    USEFUL = "useful", "It looks useful"
    LOOKING = "looking", "We are looking into it"
    CHECKS = "checks", "Checks will be needed first"
    SLOW = "slow", "It may take a while"
    UNLIKELY = "unlikely", "We may not need it"


class DeclineReason(models.TextChoices):
    NOT_NEEDED = "not_needed", "Not needed now"
    ENOUGH = "enough", "Enough offered"
    NOT_SAFE = "not_safe", "Cannot be used safely"
    OUTSIDE_AREA = "outside_area", "Outside the area"
    TIMING = "timing", "Timing"
    ELSEWHERE = "elsewhere", "Better placed elsewhere"
    CHECKS = "checks", "Checks not completed"
    NO_REPLY = "no_reply", "Could not reach you"


class CheckHeld(models.TextChoices):
    """Checks that somebody says they have; only the kind, never a number or a certificate."""

    DBS_BASIC = "dbs_basic", "DBS check, basic"
    DBS_STANDARD = "dbs_standard", "DBS check, standard"
    DBS_ENHANCED = "dbs_enhanced", "DBS check, enhanced"
    REFERENCES = "references", "References"
    PROPERTY = "property", "Safety certificates of the property"
    TRAINING = "training", "Training for this task"


UNNAMED = "Somebody who asked not to be named"


class OfferedBy(models.TextChoices):
    """Whose offer it is, where no organisation makes it."""

    PERSON = "person", "One person"
    HOUSEHOLD = "household", "A household"


class Publicity(models.TextChoices):
    """May we tell of the offer in public? A blank says that nobody has asked."""

    NO = "no", "No"
    ASK = "ask", "Ask me each time"
    YES = "yes", "Yes"


class Disposition(models.TextChoices):
    """What becomes of an offer that is undecided when its call closes (CAL-2)."""

    KEPT = "kept", "Goes on as an offer to the programme"
    STANDBY = "standby", "On standby for later"
    DECLINED = "declined", "Declined with thanks"
