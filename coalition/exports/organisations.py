"""Organisations as a table, and offers as another. Neither carries a way to reach a person."""

from django.utils import timezone

from coalition.exports.tables import Column, Table
from coalition.models.offer_words import UNNAMED

ORGANISATIONS = Table(
    "organisations",
    "Organisations of the coalition",
    (
        Column("Number", "Our number of the organisation.", lambda o: o.pk, "integer"),
        Column("Name", "Its whole name.", lambda o: o.name),
        Column("Also known as", "What people call it.", lambda o: o.known_as),
        Column("Sector", "Who it is.", lambda o: o.get_sector_display()),
        Column("Status", "Whether it takes part today.", lambda o: o.get_status_display()),
        Column("Area", "The places it works in.", lambda o: o.area),
        Column("Website", "Its address on the web.", lambda o: o.website),
        Column(
            "Register numbers",
            "Each with the prefix of its register at org-id.guide, parted by semicolons.",
            lambda o: "; ".join(str(number) for number in o.identifiers.all()),
        ),
    ),
)
OFFERS = Table(
    "offers",
    "Offers of support",
    (
        Column("Reference", "As in letters and mails.", lambda o: o.ref),
        Column("Offer", "In a few words.", lambda o: o.headline),
        Column("Kind", "What kind of help it is.", lambda o: o.get_kind_display()),
        Column("Status", "Where it stands.", lambda o: o.get_status_display()),
        Column("Programme", "To which it was made.", lambda o: o.programme.name),
        Column(
            "Offered by",
            "The person who offers, unless they asked not to be named.",
            lambda o: UNNAMED if o.asks_not_to_be_named else o.contributor.letter_name,
        ),
        Column("Organisation", "On whose behalf.", lambda o: str(o.organisation or "")),
        Column("Quantity", "How many.", lambda o: o.quantity, "integer"),
        Column("Per", "How often.", lambda o: o.get_per_display()),
        Column("Area", "Where.", lambda o: o.area),
        Column(
            "Offered on",
            "The day on which it came in.",
            lambda o: timezone.localdate(o.submitted_at),
            "date",
        ),
        Column("Next word due", "When they hear from us.", lambda o: o.next_contact_due, "date"),
    ),
)
