"""An invitation by which somebody is thanked, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.private_link import PrivatelyLinked
from recognition.models.acknowledgement import Acknowledgement


class InvitationQuerySet(LockingQuerySet["Invitation"]):
    pass


class Invitation(PrivatelyLinked):
    """The link in the mail is the key: no account is needed to answer."""

    class Answer(models.TextChoices):
        YES = "yes", "They come"
        NO = "no", "They cannot come"

    acknowledgement = models.OneToOneField(
        Acknowledgement, models.PROTECT, related_name="invitation"
    )
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=120)
    happens_on = models.DateField()
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="thanks_invitation_answer_is_whole",
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="thanks_invitation_says_what_and_where",
                condition=~Q(title="") & ~Q(place=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return reverse("recognition:thanks_invitation", args=[self.pk, self.link_key])

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.path}"

    @property
    def is_over(self) -> bool:
        return self.happens_on < timezone.localdate()
