"""What is written down about an organisation, in words that forms and pages share."""

from django.db import models


class LegalForm(models.TextChoices):
    UNINCORPORATED = "group", "Unincorporated group or association"
    TRUST = "trust", "Charitable trust"
    INCORPORATED_CHARITY = "cio", "Charitable incorporated organisation (CIO, SCIO)"
    GUARANTEE = "guarantee", "Company limited by guarantee"
    COMMUNITY_INTEREST = "cic", "Community interest company"
    SHARES = "shares", "Company limited by shares, or partnership"
    SOCIETY = "society", "Co-operative or community benefit society"
    CHARTER = "charter", "Body under royal charter"
    STATUTORY = "statute", "Public body set up by law"
    OTHER = "other", "Another form"


class SizeBand(models.TextChoices):
    VOLUNTEERS = "volunteers", "Volunteers only"
    UNDER_100K = "100k", "Under £100,000 a year"
    UNDER_1M = "1m", "Under £1 million a year"
    UNDER_10M = "10m", "Under £10 million a year"
    LARGER = "larger", "£10 million a year or more"
    NOT_APPLICABLE = "na", "Does not apply"


class Mou(models.TextChoices):
    NONE = "none", "None"
    DRAFT = "draft", "Being drafted"
    SIGNED = "signed", "Signed"
    EXPIRED = "expired", "Expired"


class Publicity(models.TextChoices):
    NO = "no", "No"
    ASK = "ask", "Ask each time"
    YES = "yes", "Yes"


class ThankRoute(models.TextChoices):
    PEOPLE = "people", "Thank its people directly"
    CONTACT = "contact", "Through our contact there"
    ORGANISATION = "organisation", "Thank the organisation only"
