"""A forum in full voice to measure with: the same people, topics and contributions every time."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from benchmarks._world import names
from coalition.models import Contributor, Organisation, Sector, User
from forums import prose
from forums.models import (
    Acknowledgement,
    Forum,
    Membership,
    Parking,
    Post,
    PostFile,
    Seat,
    Topic,
)
from tests import make

LONGEST = 2000  # contributions to one topic; the others share the rest
SENTENCES = (
    "Whoever packs the bag writes down who will ring, and tells the person that name.",
    "From July to September, **63 of 212** people came back on day two or three.",
    "Nobody had spoken to 48 of them since they left the ward.",
    "The summary is at https://icb.aldermere.example/readmissions-summer for whoever wants it.",
    "We can fill twelve boxes a week from the kitchen, and leave a few for Vale.",
    "It costs nothing, and somebody is always in at prayer times.",
    "- warm\n- fed\n- medicines\n- anyone coming?",
    "> Does it have to be one organisation?\n\nNo: but somebody has to be named.",
    "I can live with that until the end of January, *if* the fitter has two days’ notice.",
)


def fill(topics: int, posts: int, members: int) -> User:
    """Make the forum, unless it stands; returns a member who looks at it."""
    wanted = (topics, posts, members)
    if (Topic.objects.count(), Post.objects.count(), Membership.objects.count()) != wanted:
        with transaction.atomic():
            _empty()
            _build(*wanted)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return User.objects.get(email="member1@example.org")


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE coalition_user, coalition_organisation CASCADE")
        cursor.execute("TRUNCATE coalition_programme, coalition_contributor CASCADE")


def _build(topics: int, posts: int, members: int) -> None:
    programme = make.programme()
    lead = make.user("Lena", role="programme_lead", programme=programme)
    forum = make.active_forum(programme=programme, by=lead)
    draw = random.Random(2026)
    seated = _seat(draw, forum, members - forum.memberships.count())
    _talk(draw, forum, seated, topics, posts)


def _seat(draw: random.Random, forum: Forum, count: int) -> list[Membership]:
    named = names(draw)
    users = User.objects.bulk_create(
        User(email=f"member{n}@example.org", name=next(named), password="!") for n in range(count)
    )
    people = Contributor.objects.bulk_create(
        Contributor(letter_name=user.name, salutation=user.name, email=user.email, user=user)
        for user in users
    )
    bodies = Organisation.objects.bulk_create(
        Organisation(name=f"Aldermere partnership {n}", sector=draw.choice(Sector.values))
        for n in range(count // 3)
    )
    seats = Seat.objects.bulk_create(Seat(forum=forum, title=f"Seat {n}") for n in range(count))
    members = Membership.objects.bulk_create(
        Membership(forum=forum, seat=seat, contributor=person, organisation=draw.choice(bodies))
        for seat, person in zip(seats, people, strict=True)
    )
    scope = forum.scopes.effective().get()
    assert scope.major
    Acknowledgement.objects.bulk_create(
        Acknowledgement(membership=member, scope=scope, major=scope.major) for member in members
    )
    return members


def _talk(
    draw: random.Random, forum: Forum, members: list[Membership], topics: int, posts: int
) -> None:
    """The newest topic is the longest. Some contributions have files, or were changed or parked."""
    began = timezone.now() - timedelta(days=300)
    said = [_words(draw) for _ in range(400)]
    rendered = [(body, str(prose.render(body))) for body in said]
    rows = Topic.objects.bulk_create(
        Topic(
            forum=forum,
            title=f"Who rings on day {n}, and what do they ask?",
            started_by=draw.choice(members),
            started_at=began + timedelta(days=n),
            last_post_at=began + timedelta(days=n, hours=5),
            post_count=size,
        )
        for n, size in enumerate(_sizes(topics, posts))
    )
    made = Post.objects.bulk_create(_posts(draw, rows, members, rendered), batch_size=2000)
    PostFile.objects.bulk_create(
        PostFile(post=post, name="plan.pdf", kind="pdf", size=340_000, digest="0" * 64)
        for post in made[::12]
    )
    lead = forum.opened_by
    Parking.objects.bulk_create(
        Parking(post=post, reason="Not ours.", where_it_goes="The council", parked_by=lead)
        for post in made[7::100]
    )


def _sizes(topics: int, posts: int) -> Iterator[int]:
    """All the rest, and one more than its share in the first of them; then the longest."""
    longest = min(LONGEST, posts // 2)
    share, over = divmod(posts - longest, topics - 1)
    yield from (share + (n < over) for n in range(topics - 1))
    yield longest


def _posts(
    draw: random.Random,
    topics: list[Topic],
    members: list[Membership],
    rendered: list[tuple[str, str]],
) -> Iterator[Post]:
    for topic in topics:
        for number in range(1, topic.post_count + 1):
            body, html = draw.choice(rendered)
            at: datetime = topic.started_at + timedelta(minutes=number)
            yield Post(
                topic=topic,
                number=number,
                author=draw.choice(members),
                tag=draw.choice(Post.Tag.values),
                body=body,
                html=html,
                posted_at=at,
                edited_at=at + timedelta(minutes=3) if number % 9 == 0 else None,
            )


def _words(draw: random.Random) -> str:
    return "\n\n".join(draw.sample(SENTENCES, draw.randrange(2, 5)))
