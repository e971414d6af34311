"""The words in which people say how they want to be reached and thanked; stored by their codes."""

from django.db import models


class Channel(models.TextChoices):
    """How a message reaches a person."""

    EMAIL = "email", "By email"
    POST = "post", "By letter in the post"
    PHONE = "phone", "By phone"
    IN_PERSON = "in_person", "In person, or at a meeting"


class Purpose(models.TextChoices):
    """Why we write. Narrower purposes are stopped by more."""

    SERVICE = "service", "About what they began themselves"  # their offer, their seat
    ASK = "ask", "To ask something of them"  # an invitation, a match
    THANKS = "thanks", "To thank them"
    PUBLICITY = "publicity", "To name them in public"
    SURVEY = "survey", "To hear what they think"


class Thanker(models.TextChoices):
    """Who says thank you."""

    PEOPLE_HELPED = "people_helped", "The people I helped"
    PEER = "peer", "Somebody who does what I do"
    FORUM_CHAIR = "forum_chair", "The chair of a forum"
    PROGRAMME_LEAD = "programme_lead", "Whoever runs the programme"
    LOCAL_LEADER = "local_leader", "A mayor or another local leader"
    MINISTER = "minister", "A minister"


class Publicity(models.TextChoices):
    """How much of a person may be shown; each allows what stands before it, too."""

    NONE = "none", "Not at all"
    ORGANISATION = "organisation", "My organisation only, without my name"
    FIRST_NAME = "first_name", "My first name"
    FULL_NAME = "full_name", "My full name"
    PHOTO = "photo", "My full name and a photo"


class ConsentMeans(models.TextChoices):
    """How we were told (PRF-2)."""

    ONLINE = "online", "On this site"
    PHONE = "phone", "By phone"
    PAPER = "paper", "On paper"
    EMAIL = "email", "By email"
    IN_PERSON = "in_person", "In person"
