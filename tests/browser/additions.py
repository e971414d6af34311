"""What the demo world lacks, since there all goes well and has just begun."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from django.test import override_settings
from django.utils import timezone

from coalition.models import Affiliation, CarrierStop, Contributor, Programme, User
from forums.actions import attendances, conversation, feeds, forums, rounds
from forums.models import Meeting, Membership, Post, Round, Topic
from recognition.actions import (
    embargoes,
    experiments,
    halts,
    packs,
    progress,
    regrets,
    rendering,
    returns,
)
from recognition.models import Campaign, Experiment, TemplateVersion
from recognition.wordings import WORDINGS
from tests import make

MAIL = "1-thanks"
IN_WAVES = "Letters of which some went first"
IN_BOTH = "Letters in English and Welsh"
TWO_YESES = "Letters of the minister"
TROUBLED, PAUSED, TO_SEND = "Letters that stopped", "Letters that wait", "Letters that may go"
WRONG = "Letters that were wrong"
IN_THE_POST = "Letters in the post"
ELECTIONS = "Local elections"
CLOSED = "Do thanks in the first week count for more?"
PLANNED, RUNNING, TO_TRY = "Do warmer words mean more?", "Is shorter better?", "Letters to try"
MINISTERS, MANDATED = "In the minister’s name", "With a mandate"
READ_EACH = "Each of them read"
LEFT = "Food that is left over"
MANY = 50  # letters, whose number is typed before they go
NIGHT_COACH, FOR_THE_CHAIR = "Two of us meet the night coach", "Where the coach stops"
ON_PAPER, TO_SIGN = "Letters on paper", "Letters to be signed by hand"
CYRILLIC = "Олена Бондаренко"  # at an address that is posted to
NIGHT_BUSES = "Night buses home"
YEARS_LATE, DIED = "Mrs Ada Long", "Mr Ivor Penn"
TOPIC = "Who rings on day two?"


def build() -> None:
    _letters_that_stopped_in_every_way()
    _letters_that_were_wrong()
    _letters_in_the_post()
    campaign = make.campaign([make.event(), make.event()], name=PAUSED, released=True)
    progress.pause(campaign=campaign, by=campaign.author)
    _embargoes()
    _print_packs()
    make.event(make.contributor("Mr Abel Marsh", address="14 Weaver Street\nAldermere"))
    make.contributor(CYRILLIC, address="14 Weaver Street\nAldermere\nAL1 2AB")
    _thanks_that_no_letter_says()
    _experiments()
    _in_a_ministers_name()
    make.campaign([make.event() for _ in range(MANY)], name=TO_SEND, approved=True)
    minister = make.signatory(style="The Minister for Housing", thanker="minister")
    thanked = [make.event(make.contributor(adult="yes"))]
    make.campaign(thanked, name=TWO_YESES, signatory=minister, asked=True)
    make.in_waves(name=IN_WAVES)
    _letters_in_two_languages()
    pat = Contributor.objects.get(user__email="pat@aldermere.example")
    make.letter(make.campaign([make.event(pat)], released=True), status="sent")
    lena = User.objects.get(email="lena@aldermere.example")
    make.acknowledgement(giver=lena, kind="email", channel="email")
    make.thanks_invitation(giver=lena)
    make.badge(User.objects.get(email="pat@aldermere.example"), shown_as="first_name")
    thanked = Contributor.objects.get(user__email="pat@aldermere.example")
    make.event(thanked, outcome="thanked", closed_at=timezone.now())
    _post_that_was_corrected()
    _meeting_that_goes_on()
    _meeting_for_the_journey()
    _seat_of_somebody_who_left()
    _interest_that_came_late()
    feeds.begin(by=User.objects.get(email="pat@aldermere.example"))
    halts.halt(
        programme=Programme.objects.get(), by=User.objects.get(email="lena@aldermere.example")
    )


def catch_mail(folder: Path) -> None:
    """One message in the folder of the mail catcher: text, HTML and a PDF."""
    message = EmailMessage()
    message["Subject"] = "A letter of thanks"
    message["From"], message["To"] = "office@aldermere.example", "ben@aldermere.example"
    message["Date"] = "Fri, 18 Dec 2026 16:12:00 +0000"
    message.set_content("Dear Ben,\n\nThank you: https://aldermere.example/\n")
    message.add_alternative("<p>Dear Ben,</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", "application", "pdf", filename="letter.pdf")
    (folder / f"{MAIL}.eml").write_bytes(message.as_bytes())


def _letters_that_stopped_in_every_way() -> None:
    campaign = make.campaign([make.event() for _ in range(7)], name=TROUBLED, released=True)
    for status in ("sent", "uncertain", "failed", "held", "cancelled"):
        make.letter(campaign, status=status)
    make.letter(campaign, status="failed", cause="put_off", problem="451 Later, please")


def _letters_that_were_wrong() -> None:
    """One went to somebody who has died, so the rest stopped; and what one says is wrong."""
    lena, amir = (User.objects.get(email=f"{who}@aldermere.example") for who in ("lena", "amir"))
    campaign = make.campaign([make.event() for _ in range(4)], name=WRONG, released=True)
    one, two = (make.letter(campaign, status="sent") for _ in range(2))
    regrets.report(letter=one, kind="wrong_fact", owner=amir, by=lena)
    regrets.report(letter=two, kind="deceased", owner=lena, by=amir)
    done = regrets.report(letter=two, kind="timing", owner=lena, by=amir)
    regrets.apologise(regret=done, how="call", by=lena)


def _letters_in_the_post() -> None:
    """One is with the printer, one came back, one came back and somebody knows why."""
    rosa = User.objects.get(email="rosa@aldermere.example")
    campaign = make.campaign([make.event() for _ in range(4)], name=IN_THE_POST, released=True)
    campaign.letters.update(channel="post", address=["Ann Hall", "14 Mill Lane", "AL1 2AB"])
    one = make.letter(campaign, status="printing", handovers=1, pdf_hash="0" * 64)
    _, seen = (make.returned(make.letter(campaign, status="sent")) for _ in range(2))
    returns.look_into(attempt=seen, found="address", by=rosa)
    make.returned(one)
    one.delivery_attempts.update(state="accepted")
    CarrierStop.objects.create(
        carrier="notify",
        until=timezone.now() + timedelta(hours=5),
        why="GOV.UK Notify takes no more today.",
    )


def _print_packs() -> None:
    """Made, and waiting for the print house, with a letter to somebody who has gone away since;
    or to be signed by hand."""
    home = {"email": "", "address": "14 Mill Lane\nAldermere\nAL1 2AB"}
    for name, in_ink in ((ON_PAPER, ""), (TO_SIGN, "greeting")):
        with override_settings(POST_CARRIER="print"):
            events = [make.event(make.contributor(**home)) for _ in range(2)]
            campaign = make.campaign(events, name=name, in_ink=in_ink, released=True)
        _pack(campaign)
        if name == ON_PAPER:
            person = Contributor.objects.filter(pk=events[0].contributor_id)
            person.update(gone_away_on=timezone.localdate())


def _pack(campaign: Campaign) -> None:
    rendering.typeset_chunk(campaign_id=campaign.pk)
    pack = packs.begin(campaign=campaign, by=campaign.author)
    packs.carry_out(pack_id=pack.pk)


def _embargoes() -> None:
    """One is in force with what goes all the same, one is to come, one was lifted."""
    lena = User.objects.get(email="lena@aldermere.example")
    now = make.embargo(by=lena, name=ELECTIONS)
    make.waiver(now, Campaign.objects.get(name=PAUSED), by=lena)
    make.embargo(by=lena, name="General election", days=(60, 90), covers="all", nation="WLS")
    embargoes.lift(embargo=make.embargo(by=lena, name="A day of mourning"), by=lena)


def _thanks_that_no_letter_says() -> None:
    """More than a year late; and owed to somebody who has died."""
    today = timezone.localdate()
    make.event(make.contributor(YEARS_LATE), due_on=today - timedelta(days=400))
    make.event(make.contributor(DIED, deceased_on=today - timedelta(days=30)))


def _experiments() -> None:
    """One is planned, one runs, and letters wait that could carry another."""
    rosa, amir = (User.objects.get(email=f"{who}@aldermere.example") for who in ("rosa", "amir"))
    planned = make.campaign([make.event() for _ in range(24)], by=rosa, name="To warm")
    make.experiment(planned, by=rosa, question=PLANNED)
    running = make.running(rosa=rosa, amir=amir, name="To shorten", question=RUNNING)
    make.letter(running.campaign, status="sent")
    make.campaign(by=rosa, name=TO_TRY)
    closed = make.running(rosa=rosa, amir=amir, name="To compare", question=CLOSED, people=48)
    _answer(closed)
    long_ago = timezone.now() - timedelta(days=40)
    Experiment.objects.filter(pk=closed.pk).update(started_at=long_ago, ends_on=long_ago.date())
    experiments.close(experiment=closed)


def _answer(trial: Experiment) -> None:
    """A dozen under each wording."""
    pdf = make.store.put(b"%PDF-1.7")
    gone = {"status": "sent", "pdf_hash": pdf, "sent_at": timezone.now()}
    trial.campaign.letters.update(**gone)
    for arm in trial.arms.order_by("number"):
        letters = trial.campaign.letters.filter(assignment__arm=arm).order_by("pk")
        for number, letter in enumerate(letters[:12]):
            make.answered(letter, 3 + number % 3)


def _letters_in_two_languages() -> None:
    """To a household in which one reads English and the other Welsh."""
    tom = make.contributor("Tom and Siân Bell", salutation="Tom and Siân")
    make.household(tom, make.contributor(language="cy"), name=tom.letter_name)
    words = TemplateVersion.objects.get(template__name=WORDINGS["official"].name, number=1)
    make.campaign(
        [make.event(tom, programme=words.template.programme)],
        by=User.objects.get(email="rosa@aldermere.example"),
        name=IN_BOTH,
        programme=words.template.programme,
        template_version=words,
        personal_line="I was at the station that first night.",
        frozen=True,
    )


def _in_a_ministers_name() -> None:
    """Letters that ask Georgina for a mandate, and others that have one."""
    georgina = User.objects.get(email="georgina@aldermere.example")
    minister = make.signatory(
        Programme.objects.get(),
        style="The Rt Hon Imogen Vale MP",
        office_title="Minister for New Arrivals",
        body="Office for New Arrivals",
        thanker="minister",
    )
    minister.private_office.add(georgina)
    thanked = [make.event(make.contributor(adult="yes")) for _ in "123"]
    make.campaign(thanked[:2], name=MINISTERS, signatory=minister, asked=True)
    given = make.campaign(thanked[2:], name=MANDATED, signatory=minister, approved=True)
    make.mandate(given, by=georgina)
    thanked = [make.event(make.contributor(adult="yes"))]
    read = make.campaign(thanked, name=READ_EACH, signatory=minister, approved=True)
    make.mandate(read, by=georgina, each=True)


def _seat_of_somebody_who_left() -> None:
    lena = User.objects.get(email="lena@aldermere.example")
    kitchen = make.organisation("Southgate Larder")
    forum = make.forum(
        programme=Programme.objects.get(), by=lena, name=LEFT, convened_by=kitchen, recruiting=True
    )
    gone = make.member(forum.seats.get(), make.user("Ivo Brandt"), organisation=kitchen)
    yesterday = timezone.localdate() - timedelta(days=1)
    Affiliation.objects.create(
        contributor=gone.contributor, organisation=kitchen, from_on=yesterday, to_on=yesterday
    )


def _interest_that_came_late() -> None:
    member = Membership.objects.live().get(
        contributor__letter_name="Priya Raman", seat__kind="vice"
    )
    make.late_interest(member)


def _post_that_was_corrected() -> None:
    """By Grace, who may still change it when the tests come to it, an hour later at most."""
    grace = User.objects.get(email="grace@aldermere.example")
    topic = Topic.objects.get(title=TOPIC)
    membership = Membership.objects.live().held_by(grace).get(forum=topic.forum)
    words = {"tag": Post.Tag.PROPOSAL, "by": grace}
    post = conversation.reply(
        topic=topic, membership=membership, body="Whoever drove them home, on day one.", **words
    )
    conversation.edit(post=post, body="Whoever drove them home, on day two.", **words)
    Post.objects.filter(pk=post.pk).update(posted_at=timezone.now() + timedelta(hours=1))


def _meeting_for_the_journey() -> None:
    """Today, in a forum of its own; the minutes of the one before can be agreed in it."""
    lena = User.objects.get(email="lena@aldermere.example")
    grace = User.objects.get(email="grace@aldermere.example")
    programme = Programme.objects.get()
    forum = make.forum(programme=programme, by=lena, name=NIGHT_BUSES, recruiting=True)
    make.scope(forum, drafted_by=grace, approved_by=lena)
    make.member(forum.seats.get(), grace)
    driver = make.seat(forum, by=lena, title="Drivers")
    other = make.member(driver, make.user("Moira Quill"), organisation=make.organisation())
    forum = forums.activate(forum=forum, by=lena)
    before = make.minutes(make.session(forum, by=grace, here=[other]), by=grace)
    Meeting.objects.filter(pk=before.pk).update(
        starts_at=before.starts_at - timedelta(days=14),
        corrections_by=timezone.localdate() - timedelta(days=1),
    )
    today = make.meeting(forum, by=grace)
    make.agenda_item(today, by=grace, title="Who drives on Sundays?", kind="decide")
    Meeting.objects.filter(pk=today.pk).update(starts_at=timezone.now())
    person = make.contributor("Omar Yardley", adult="yes")
    make.preference(person, publicity="full_name")
    chair = forum.memberships.live().get(seat__kind="chair")
    make.mention(today, person, membership=chair, by=grace)


def _meeting_that_goes_on() -> None:
    """With a deputy who has yet to acknowledge the scope."""
    grace = User.objects.get(email="grace@aldermere.example")
    forum = Topic.objects.get(title=TOPIC).forum
    ward = forum.memberships.live().get(seat__title="Ward discharge")
    deputy = make.contributor("Ana Sousa", organisation=ward.organisation)
    here = forum.memberships.live().filter(seat__title__in=["Faith groups", "Social housing"])
    session = make.session(
        forum, by=grace, here=list(here), items=[("Who meets the night coach?", "decide")]
    )
    seats = {ward.seat_id: attendances.Noted("deputy", "room", deputy)}
    attendances.note(meeting=session, seats=seats, by=grace)
    _round_in(session, by=grace)


def _round_in(session: Meeting, *, by: User) -> None:
    """At the item that is there to decide; and another, which the chair has yet to decide."""
    faith = session.forum.memberships.live().get(seat__title="Faith groups")
    item = session.items.get(kind="decide")
    coach = make.proposal(faith, title=NIGHT_COACH)
    waiting = rounds.put_on_agenda(proposal=coach, item=item, by=by)
    rounds.open_in_meeting(round=waiting, by=by)
    heard = make.round(make.proposal(faith, title=FOR_THE_CHAIR), by=by)
    Round.objects.filter(pk=heard.pk).update(
        rule="chair", opens_at=timezone.now() - timedelta(days=5), closes_at=timezone.now()
    )
