"""What the demo world says in its rooms: topics, a file, and a contribution on the parked list."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from coalition.attachments.upload import look_at
from coalition.models import User
from forums.actions import conversation, parking
from forums.demo_people import person
from forums.demo_world import OUT_OF_SCOPE, DemoTopic
from forums.models import Forum, Post, Topic

SUMMARY = """Day,People who came back,Spoken to since they left the ward
1,22,14
2,38,9
3,25,6
4 to 7,61,40
8 to 14,66,51
"""
# Beside the words in which it is promised: a name, and what is in it.
FILES = {"The summary is at": ("readmissions-summer.csv", SUMMARY)}


def talk(forum: Forum, told: DemoTopic) -> None:
    topic: Topic | None = None
    for who, tag, _, body in told.posts:
        user = person(who)
        words: dict[str, Any] = {
            "membership": forum.memberships.live().held_by(user).get(),
            "tag": tag,
            "body": body,
            "attachments": [
                look_at(SimpleUploadedFile(name, content.encode()))
                for words, (name, content) in FILES.items()
                if words in body
            ],
            "by": user,
        }
        if topic is None:
            topic = conversation.start_topic(title=told.title, **words)
        else:
            conversation.reply(topic=topic, **words)


def park(forum: Forum, chair: User) -> None:
    """What is out of scope goes to its proper door."""
    post = Post.objects.get(topic__forum=forum, body=OUT_OF_SCOPE)
    scope = forum.scopes.effective().with_items().get()
    where = next(item["where_it_goes"] for item in scope.out_items if "homes" in item["text"])
    parking.park(
        post=post,
        reason="A fair question, and not ours: we get people home to the homes that there are.",
        where_it_goes=where,
        seen=post.stamp,
        by=chair,
    )


def date(forum: Forum, told: DemoTopic) -> None:
    """Move what was said to the day and the hour on which it was said."""
    topic = forum.topics.get(title=told.title)
    said = [
        timezone.now().replace(hour=8 + number, minute=7 * number) - timedelta(days=days_ago)
        for number, (_, _, days_ago, _) in enumerate(told.posts, 1)
    ]
    for number, moment in enumerate(said, 1):
        topic.posts.filter(number=number).update(posted_at=moment)
    forum.topics.filter(pk=topic.pk).update(started_at=said[0], last_post_at=said[-1])
