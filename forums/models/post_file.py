"""Files that go with a contribution, and stay with it."""

from django.db import models
from django.urls import reverse

from coalition.models.attachment import Attachment
from forums.models.conversation import Post


class PostFile(Attachment):
    post = models.ForeignKey(Post, models.PROTECT, related_name="files")

    class Meta(Attachment.Meta):
        abstract = False

    def get_absolute_url(self) -> str:
        topic = self.post.topic
        return reverse(
            "forums:post_file", args=[topic.forum_id, topic.pk, self.post.number, self.pk]
        )
