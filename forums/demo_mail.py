"""How often people of the demo world hear what is new: Grace within minutes, so that a mail of it
is there to be read; Pat once a week; Dominic not at all."""

from datetime import timedelta

from django.utils import timezone

from forums.actions import digests
from forums.demo_people import person
from forums.models import Digest, Membership

Frequency = Digest.Frequency
WANTED = {"grace": Frequency.AT_ONCE, "pat": Frequency.WEEKLY, "dominic": Frequency.NONE}
TOLD_DAYS_AGO = 3


def build() -> None:
    before = timezone.now() - timedelta(days=TOLD_DAYS_AGO)
    while digests.begin(now=before) == digests.CHUNK:
        pass
    for who, frequency in WANTED.items():
        user = person(who)
        seats = Membership.objects.live().held_by(user).values_list("pk", flat=True)
        digests.choose(choices=dict.fromkeys(seats, frequency), by=user)
    digests.tend(now=timezone.now())
