"""Whom a contribution calls by an @ and a name: they are told, once."""

from django.db import models
from django.utils import timezone

from forums.models.conversation import Post
from forums.models.forum import Membership


class PostMention(models.Model):
    post = models.ForeignKey(Post, models.PROTECT, related_name="mentions")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    called = models.CharField(max_length=200)  # as it was typed, without the @
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="post_mention_once_per_member", fields=["post", "membership"]
            ),
            models.CheckConstraint(name="post_mention_has_a_name", condition=~models.Q(called="")),
        ]

    def __str__(self) -> str:
        return f"@{self.called}"
