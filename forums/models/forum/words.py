"""How long things may last in a forum, and kinds of seats."""

from datetime import timedelta

from django.db import models

# FRM-2: a forum that nobody renews ends within a year.
LONGEST_LIFE = timedelta(days=366)
# AFF-3: so long a seat waits after the person in it has left the organisation.
SEAT_WAITS = timedelta(days=14)
LONGEST_TERM = 60  # months
MOST_TERMS = 10
# FRM-5: at least so many percent of a quorum come from outside government.
USUAL_NONGOV_SHARE = {"delivery": 50}


class SeatKind(models.TextChoices):
    CHAIR = "chair", "Chair"
    VICE = "vice", "Vice-chair"
    MEMBER = "member", "Member"
    ADVISER = "adviser", "Adviser"
    OBSERVER = "observer", "Observer"
    SECRETARY = "secretary", "Secretary"
