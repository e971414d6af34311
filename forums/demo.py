"""This app's part of the demo world: five forums, from a bare draft to one in full voice.

Told in order, through actions; between the beats of the story days pass.
"""

from datetime import timedelta

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import DateTimeField, F, Model
from django.utils import timezone

from coalition.models import (
    Contributor,
    JournalEntry,
    JournalSeal,
    Mail,
    Organisation,
    Programme,
    User,
)
from forums import (
    demo_asking,
    demo_calls,
    demo_decisions,
    demo_delegations,
    demo_differences,
    demo_history,
    demo_interests,
    demo_leaving,
    demo_life,
    demo_mail,
    demo_meetings,
    demo_old_decisions,
    demo_pulse,
    demo_rounds,
    demo_scopes,
    demo_talk,
)
from forums.actions import forums, invitations, mix, seats
from forums.demo_people import person
from forums.demo_world import (
    HOME_WELL,
    STRATEGY,
    VOICES,
    WINTER,
    DemoForum,
    DemoSeat,
)
from forums.models import Forum, Invitation, Membership

TIME = "One afternoon every second week"
# Days that were agreed in meetings go by with them; others are counted from today.
DAYS_TOO = {
    "meeting": ["corrections_by"],
    "meetingaction": ["due_on"],
    "membership": ["term_ends_on"],
}
EXPENSES = "Travel and childcare at cost; £25 an hour for people who are not paid to be here"


def build() -> None:
    lena = person("lena")
    told_of = (HOME_WELL, STRATEGY, VOICES)
    home_well, strategy, voices = (_open(told, lena) for told in told_of)
    demo_delegations.build(home_well, strategy, voices, lena)
    _days_pass(40)
    for told, forum in zip(told_of, (home_well, strategy, voices), strict=True):
        demo_scopes.put_in_force(forum, told, lena)
        forums.activate(forum=forum, by=lena)
        for topic in told.topics:
            demo_talk.talk(forum, topic)
    demo_talk.park(home_well, person("grace"))
    for told in demo_life.ROOMS:
        room = _open(told, lena)
        demo_scopes.put_in_force(room, told, lena)
        demo_life.carry_on(forums.activate(forum=room, by=lena), told, lena)
    speak = {who: person(who) for who in ("lena", "grace", "pat", *demo_differences.SPEAK)}
    demo_differences.build(home_well, speak)
    for meeting in demo_history.MEETINGS:
        demo_history.hold_one(home_well, meeting, speak["grace"])
        _days_pass(demo_history.DAYS_BETWEEN)
    demo_meetings.hold_first(home_well, speak)
    demo_rounds.build(home_well, lena)
    _days_pass(6)
    demo_scopes.reword(home_well, lena)
    demo_scopes.widen(strategy, lena)
    demo_leaving.build(home_well, lena)
    demo_interests.build(home_well)
    demo_meetings.hold_second(home_well, speak)
    _recruit_for_winter(lena)
    _ask(home_well, "Getting people there", "hugh", "Fernley Coaches", lena)
    _draft(lena)
    demo_differences.build_new(home_well, speak)
    for told, forum in zip(told_of, (home_well, strategy, voices), strict=True):
        for topic in told.topics:
            demo_talk.date(forum, topic)
    demo_calls.build(lena)
    demo_meetings.plan_third(home_well, speak)
    demo_delegations.build_new(home_well, lena)
    demo_decisions.build(home_well, strategy, voices)
    demo_old_decisions.build(home_well)
    demo_rounds.build_new(home_well)
    demo_asking.build(home_well, lena)
    demo_pulse.build(home_well, lena)
    demo_mail.build()


def _open(told: DemoForum, lena: User) -> Forum:
    """Opened to members, with its seats; nobody has been asked yet."""
    forum = forums.open_forum(
        programme=Programme.objects.get(),
        name=told.name,
        purpose=told.purpose,
        kind=told.kind,
        convened_by=Organisation.objects.get(name=told.convened_by),
        sunset_on=timezone.localdate() + timedelta(days=told.ends_in),
        attribution=told.attribution,
        listing=told.listing,
        cadence=told.cadence,
        by=lena,
    )
    for seat in told.seats:
        seats.add(
            forum=forum,
            title=seat.title,
            kind=seat.kind,
            voting=seat.voting,
            sector=seat.sector,
            lived_experience=seat.lived_experience,
            term_months=seat.term_months,
            max_terms=seat.max_terms,
            deputy_allowed=seat.deputy_allowed,
            by=lena,
        )
    for target in told.targets:
        mix.aim_for(forum=forum, **vars(target), by=lena)
    forum = forums.recruit(forum=forum, by=lena)
    for seat in told.seats:
        if seat.who:
            _join(forum, seat, lena)
    return forum


def _join(forum: Forum, told: DemoSeat, lena: User) -> Membership:
    asked = _ask(forum, told.title, told.who, told.comes_from, lena)
    return invitations.accept(invitation=asked, by=person(told.who))


def _ask(forum: Forum, title: str, who: str, comes_from: str, by: User) -> Invitation:
    asked = Contributor.objects.get(email=f"{who}@aldermere.example")
    return invitations.invite(
        seat=forum.seats.get(title=title),
        name=asked.letter_name,
        email=asked.email,
        organisation=Organisation.objects.filter(name=comes_from).first(),
        personal_message=f"You see every week what we only hear about. {forum.purpose} That needs"
        " you at the table, and we will not waste your time.",
        time_asked=TIME,
        expenses=EXPENSES,
        by=by,
    )


def _recruit_for_winter(lena: User) -> None:
    """Still looking for people; its scope waits for Lena, and an invitation for Ben."""
    forum = _open(WINTER, lena)
    said_no = _ask(forum, "Landlords", "dominic", "Harbour Homes", lena)
    invitations.decline(invitation=said_no)
    invitations.suggest_instead(
        invitation=said_no, instead="Whoever runs repairs at Southgate Lettings"
    )
    _days_pass(3)
    _ask(forum, "A volunteer who knows the houses", "ben", "", lena)
    demo_scopes.write(forum, WINTER.wording, demo_scopes.chair_of(forum))


def _draft(lena: User) -> None:
    forums.open_forum(
        programme=Programme.objects.get(),
        name="School places in spring",
        purpose="Every child who arrives after Easter has a desk within ten school days.",
        kind=Forum.Kind.TASK,
        convened_by=Organisation.objects.get(name="Vale District Council"),
        sunset_on=timezone.localdate() + timedelta(days=200),
        by=lena,
    )


def _days_pass(days: int) -> None:
    """Everything that happened in forums so far is so many days older, and its mail has gone. The
    only place of this app where anything is back-dated and triggers are lifted."""
    step = timedelta(days=days)
    tables: list[type[Model]] = list(apps.get_app_config("forums").get_models())
    guarded: list[type[Model]] = [*tables, JournalEntry, JournalSeal]
    kinds = list(ContentType.objects.filter(app_label="forums").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in guarded:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        for model in tables:
            names = [f.name for f in model._meta.local_fields if type(f) is DateTimeField]
            names += DAYS_TOO.get(model._meta.model_name or "", [])
            if names:
                model._base_manager.update(**{name: F(name) - step for name in names})
        JournalEntry.objects.filter(subject_type__in=kinds).update(at=F("at") - step)
        JournalSeal.objects.all().delete()
        for entry in JournalEntry.objects.unsealed().order_by("pk"):
            JournalSeal.objects.seal(entry)
        for model in guarded:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    Mail.objects.filter(kind__startswith="forum_").delete()
