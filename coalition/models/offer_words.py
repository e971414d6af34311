"""The words that an offer is described in: fixed lists, because rules turn on them (ADR 0002)."""

from django.db import models


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
