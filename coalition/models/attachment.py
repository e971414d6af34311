"""What a row says of a file that somebody added; the file itself is on the shelf, by its digest."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.attachments.facts import FileFacts
from coalition.attachments.kinds import KINDS
from coalition.attachments.upload import LONGEST_NAME


class Attachment(models.Model):
    """To be extended by what it is added to. Kept for ever, like that."""

    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=8)  # a key of KINDS
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_a_file_that_we_know",
                condition=Q(kind__in=list(KINDS), size__gt=0, digest__regex="^[0-9a-f]{64}$")
                & ~Q(name=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> FileFacts:
        return FileFacts(self.pk, self.name, self.kind, self.size)
