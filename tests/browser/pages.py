"""The pages that browser tests look at. A new page starts with a line here.

`role` is "public" or the first name of a demo person; `path` is asked when the demo world stands,
so that it can look a thing up. `faulty` marks a page whose form, sent empty, must be refused with
a summary. `status` is what the page answers with.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from coalition.figures.period import last_quarters
from coalition.models import (
    CallForOffers,
    Contributor,
    Hold,
    Household,
    Import,
    KindNo,
    Match,
    Merge,
    Need,
    Offer,
    Organisation,
    Programme,
    Redirect,
    RoleGrant,
)
from forums.demo_differences import EMPTY_FLATS, PARCELS, SHARING, TAXIS, DemoDifference
from forums.demo_rounds import CURTAINS, METERS, ONE_NUMBER, SHOES
from forums.models import (
    Decision,
    Delegation,
    Difference,
    Digest,
    Forum,
    Interest,
    Invitation,
    LateInterest,
    Meeting,
    MeetingAction,
    Membership,
    Paper,
    Position,
    Post,
    ProposalVersion,
    PulseAsk,
    Removal,
    Round,
    Topic,
)
from recognition import stop_links
from recognition.models import (
    Acknowledgement,
    AudienceRule,
    Badge,
    Campaign,
    ContributionEvent,
    DeliveryAttempt,
    Embargo,
    Experiment,
    Halt,
    Letter,
    Letterhead,
    LetterTemplate,
    Mandate,
    PrintPack,
    Regret,
    Signatory,
    Waiver,
)
from recognition.models import Invitation as ThanksInvitation
from recognition.research import question
from tests.browser.additions import (
    CLOSED,
    CYRILLIC,
    DIED,
    ELECTIONS,
    FOR_THE_CHAIR,
    IN_BOTH,
    IN_THE_POST,
    IN_WAVES,
    LEFT,
    MAIL,
    MANDATED,
    MINISTERS,
    NIGHT_COACH,
    ON_PAPER,
    PAUSED,
    PLANNED,
    READ_EACH,
    RUNNING,
    TO_SEND,
    TO_SIGN,
    TO_TRY,
    TROUBLED,
    TWO_YESES,
    WRONG,
    YEARS_LATE,
)


@dataclass(frozen=True)
class Place:
    name: str
    role: str
    path: Callable[[], str]
    faulty: bool = False
    status: int = 200

    def __str__(self) -> str:
        return f"{self.name}-{self.role}"


def at(url_name: str, *args: object) -> Callable[[], str]:
    """The address of a page that needs nothing looked up."""
    return lambda: reverse(url_name, args=args)


def of_kitchen(url_name: str) -> Callable[[], str]:
    return lambda: reverse(url_name, args=[kitchen().pk])


def of_ben(url_name: str) -> Callable[[], str]:
    return lambda: reverse(url_name, args=[Contributor.objects.get(letter_name="Ben Okafor").pk])


def of_person(url_name: str, letter_name: str) -> Callable[[], str]:
    return lambda: reverse(url_name, args=[person(letter_name).pk])


def ones_own(url_name: str, letter_name: str) -> Callable[[], str]:
    """A page that the link in a mail opens."""
    return lambda: reverse(url_name, args=[person(letter_name).pk, person(letter_name).link_key])


def person(letter_name: str) -> Contributor:
    return Contributor.objects.get(letter_name=letter_name)


def of_household(url_name: str) -> Callable[[], str]:
    return lambda: reverse(
        url_name, args=[Household.objects.get(joint_letter_name="Margaret and David Holt").pk]
    )


def of_hold(url_name: str, letter_name: str) -> Callable[[], str]:
    """A page of the hold on that person."""
    return lambda: reverse(
        url_name, args=[Hold.objects.get(contributor__letter_name=letter_name).pk]
    )


def hold_new(letter_name: str) -> Callable[[], str]:
    return lambda: reverse("hold_new", args=["person", person(letter_name).pk])


def of_import(step: str, file_name: str) -> Callable[[], str]:
    name = f"import_{step}"
    return lambda: reverse(name, args=[Import.objects.get(file_name=file_name).pk])


def place_in_the_kitchen(url_name: str, whose: str = "Pat Nowak") -> Callable[[], str]:
    def address() -> str:
        place = kitchen().affiliations.get(contributor__letter_name=whose)
        return reverse(url_name, args=[kitchen().pk, place.pk])

    return address


def two_befrienders() -> str:
    names = ["Vale Befrienders", "Vale Befrienders Association"]
    pair = [Organisation.objects.get(name=name).pk for name in names]
    return reverse("organisation_merge_with", args=pair)


def of_befrienders() -> str:
    return Organisation.objects.get(name="Vale Befrienders").get_absolute_url()


def two_jos() -> str:
    pair = [person("Jo Parke").pk, person("Joanna Park").pk]
    return reverse("contributor_merge_with", args=pair)


def kitchen() -> Organisation:
    return Organisation.objects.get(name="Aldermere Community Kitchen")


def offer(status: str, **found_by: str) -> Offer:
    """The newest of the demo's offers in that state."""
    return Offer.objects.filter(status=status, **found_by).order_by("-submitted_at", "-pk")[0]


def with_offer(url_name: str, status: str, *more: str, mailbox: str = "") -> Callable[[], str]:
    by = {"contributor__email": f"{mailbox}@aldermere.example"} if mailbox else {}
    return lambda: reverse(url_name, args=[offer(status, **by).ref, *more])


def private(url_name: str, status: str) -> str:
    """A page that the link in a mail opens."""
    found = offer(status)
    return reverse(url_name, args=[found.ref, found.link_key])


REVERSED = {
    "from_on_day": 1,
    "from_on_month": 6,
    "from_on_year": 2026,
    "to_on_day": 1,
    "to_on_month": 5,
    "to_on_year": 2026,
}
LAPTOPS, DESK = "Ten laptops or tablets for homework", "Interpreting at the Monday desk"
VAN, ROOMS = "A van with a driver on Thursdays", "Rooms near a school for two families"
WARM = "Warm clothes for forty people"


def of_need(url_name: str, headline: str, *more: str) -> Callable[[], str]:
    def address() -> str:
        return reverse(url_name, args=[Need.objects.get(headline__startswith=headline).ref, *more])

    return address


COTS = "Cots and baby things"


def of_call(url_name: str, title: str) -> Callable[[], str]:
    return lambda: reverse(url_name, args=[CallForOffers.objects.get(title=title).pk])


def asked_to_pass_on(url_name: str, *, by_link: bool = False) -> Callable[[], str]:
    """Of the offer whose person is asked whether others may have their details."""

    def address() -> str:
        found = Redirect.objects.get(status="asked").offer
        return reverse(url_name, args=[found.ref, *([found.link_key] if by_link else [])])

    return address


def of_match(url_name: str, headline: str) -> Callable[[], str]:
    """A page of the only match of that need; with its check, or its link, where it needs one."""

    def address() -> str:
        match = Match.objects.get(need__headline__startswith=headline)
        more = {
            "match_check": lambda: [match.checks.order_by("pk")[0].pk],
            "match_private": lambda: [match.link_key],
        }
        return reverse(url_name, args=[match.pk, *more.get(url_name, list)()])

    return address


def proposing() -> str:
    need = Need.objects.get(headline=WARM)
    offer = Offer.objects.get(headline="Blankets, knitted by the trustees")
    return reverse("match_new", args=[need.ref, offer.ref])


def what_kitchen_needs() -> str:
    return reverse("need_new_for", args=[kitchen().pk])


def what_interpreters_could_meet() -> str:
    found = Offer.objects.get(headline="Interpreting, Ukrainian and Russian")
    return reverse("offer_needs", args=[found.ref])


HOME_WELL = "Leaving hospital and temporary accommodation well"
GOES_ON, MINUTED = "in_session", "minutes_draft"
STRATEGY, WINTER = "Resettlement strategy panel", "A warm first winter"
VOICES = "Those who came before"
NO_SEATS = "School places in spring"


def in_forum(
    url_name: str, name: str = HOME_WELL, query: str = "", **which: str
) -> Callable[[], str]:
    """A page of that forum; `which` finds the seat, topic or scope that it is about."""

    def address() -> str:
        forum = Forum.objects.get(name=name)
        found = [getattr(forum, rows).get(**{key: value}) for rows, (key, value) in wanted]
        return reverse(f"forums:{url_name}", args=[forum.pk, *[row.pk for row in found]]) + query

    tables = {
        "title": ("seats", "title"),
        "topic": ("topics", "title"),
        "scope": ("scopes", "status"),
        "target": ("targets", "category"),
        "call": ("calls", "status"),
    }
    wanted = [(tables[key][0], (tables[key][1], value)) for key, value in which.items()]
    return address


def of_meeting(url_name: str, status: str = "papers_out", **which: str) -> Callable[[], str]:
    """A page of the latest meeting that is so far along; `which` finds its item, paper or
    correction, by how it begins."""

    def address() -> str:
        row = Meeting.objects.filter(forum__name=HOME_WELL, status=status).latest("starts_at")
        more = {
            "item": lambda words: row.items.get(title__startswith=words),
            "paper": lambda words: Paper.objects.get(item__meeting=row, title__startswith=words),
            "correction": lambda words: row.corrections.get(words__startswith=words),
        }
        found = [more[key](words).pk for key, words in which.items()]
        return reverse(f"forums:{url_name}", args=[row.forum_id, row.pk, *found])

    return address


def of_action(url_name: str, words: str) -> Callable[[], str]:
    def address() -> str:
        row = MeetingAction.objects.get(what__startswith=words)
        return reverse(f"forums:{url_name}", args=[row.forum_id, row.pk])

    return address


def asked_together() -> str:
    """The list of the demo, whose rows came to different ends."""
    return Forum.objects.get(name=HOME_WELL).group_asks.get().get_absolute_url()


def record_of_oksana() -> str:
    """She has yet to read the scope."""
    seats = Forum.objects.get(name=HOME_WELL).memberships.live()
    oksana = seats.get(contributor__email__startswith="oksana")
    return reverse("forums:scope_record", args=[oksana.forum_id, oksana.pk])


def of_difference(url_name: str, told: DemoDifference) -> Callable[[], str]:
    return lambda: reverse(f"forums:{url_name}", args=_difference(told))


def of_power(url_name: str, status: str) -> Callable[[], str]:
    """The first delegation of that state."""
    return lambda: reverse(
        f"forums:{url_name}",
        args=[Delegation.objects.filter(status=status).order_by("pk")[0].pk],
    )


def of_programme() -> str:
    return reverse("forums:programme_promise", args=[Programme.objects.get().pk])


def reversed_promise() -> str:
    quarters = last_quarters(2).quarters
    asked = urlencode({"first": quarters[1], "last": quarters[0]})
    return in_forum("forum_promise")() + "?" + asked


def kitchens_pulse() -> str:
    """Not answered."""
    return PulseAsk.objects.get(pulse__forum__name=HOME_WELL, pulse__score=None).path


def answered_pulse() -> str:
    asks = PulseAsk.objects.filter(pulse__score__isnull=False)
    return asks.order_by("pk")[0].path


def decision_under_a_power() -> str:
    """By the chair, under what is handed over for the first night."""
    forum = Forum.objects.get(name=HOME_WELL)
    power = Delegation.objects.get(forum=forum, status="live")
    address = reverse("forums:decision_new", args=[forum.pk])
    return f"{address}?came_from=chair&under={power.pk}"


def of_decision(url_name: str, status: str) -> Callable[[], str]:
    """The first decision of that state."""
    return lambda: reverse(
        f"forums:{url_name}",
        args=[Decision.objects.filter(status=status).order_by("pk")[0].pk],
    )


def of_proposal(url_name: str, title: str, *, kind: str = "", query: str = "") -> Callable[[], str]:
    """A page of a proposal, of its last round or, with a `kind`, of a response in that."""

    def address() -> str:
        version = ProposalVersion.objects.get(title=title)
        proposal = version.proposal
        args = [proposal.forum_id]
        if url_name.startswith("proxy"):
            return reverse(f"forums:{url_name}", args=args) + f"?round={_round(version).pk}"
        if url_name.startswith("proposal") or url_name == "round_open":
            args.append(proposal.pk)
        else:
            args.append(_round(version).pk)
        if kind:
            args.append(_round(version).responses.standing().get(kind=kind).pk)
        return reverse(f"forums:{url_name}", args=args) + query

    return address


def _round(version: ProposalVersion) -> Round:
    return version.rounds.latest("number")


def of_kitchens_words(url_name: str) -> Callable[[], str]:
    def address() -> str:
        kitchens = Position.objects.get(difference__title=TAXIS.title, status="asked")
        return reverse(f"forums:{url_name}", args=[*_difference(TAXIS), kitchens.pk])

    return address


def _difference(told: DemoDifference) -> list[int]:
    row = Difference.objects.get(title=told.title)
    return [row.forum_id, row.pk]


FIRST_WINTER, DIOLCH = "The first winter", "Diolch: letters in Welsh"


def of_letters(url_name: str, campaign: str = FIRST_WINTER) -> Callable[[], str]:
    def address() -> str:
        return reverse(f"recognition:{url_name}", args=[Campaign.objects.get(name=campaign).pk])

    return address


def of_bens_event(url_name: str) -> Callable[[], str]:
    def address() -> str:
        events = ContributionEvent.objects.filter(contributor__letter_name="Ben Okafor")
        return reverse(f"recognition:{url_name}", args=[events.order_by("pk")[0].pk])

    return address


def of_late_words(url_name: str) -> Callable[[], str]:
    def address() -> str:
        template = LetterTemplate.objects.get(name="Late thanks")
        return reverse(f"recognition:{url_name}", args=[template.pk])

    return address


def of_event_to(url_name: str, name: str) -> Callable[[], str]:
    def address() -> str:
        event = ContributionEvent.objects.get(contributor__letter_name=name)
        return reverse(f"recognition:{url_name}", args=[event.pk])

    return address


def of_thanks_to_give() -> str:
    calls = Acknowledgement.objects.to_give().filter(kind="call")
    return calls.order_by("pk")[0].get_absolute_url()


def of_thanks_by(kind: str) -> Callable[[], str]:
    """The page on which it is written."""

    def address() -> str:
        given = Acknowledgement.objects.to_give().filter(kind=kind).order_by("pk")[0]
        return reverse("recognition:acknowledgement_write", args=[given.pk])

    return address


def of_thanks_invitation() -> str:
    return ThanksInvitation.objects.order_by("pk")[0].path


def of_thanks_of_pat() -> str:
    thanked = ContributionEvent.objects.filter(
        contributor__user__email="pat@aldermere.example", outcome="thanked", badges=None
    )
    return reverse("recognition:my_badge_new", args=[thanked.order_by("pk")[0].pk])


def of_badge() -> str:
    return Badge.objects.order_by("pk")[0].get_absolute_url()


def of_kitchens_event(url_name: str) -> Callable[[], str]:
    def address() -> str:
        event = ContributionEvent.objects.owed().filter(organisation=kitchen()).order_by("pk")[0]
        return reverse(f"recognition:{url_name}", args=[kitchen().pk, event.pk])

    return address


def of_template(url_name: str) -> Callable[[], str]:
    def address() -> str:
        template = LetterTemplate.objects.get(name="Official letter of thanks")
        return reverse(f"recognition:{url_name}", args=[template.pk])

    return address


def of_signatory(url_name: str = "signatory_edit") -> str:
    return reverse(f"recognition:{url_name}", args=[Signatory.objects.order_by("pk")[0].pk])


def of_rule(url_name: str) -> Callable[[], str]:
    """A saved rule, or whom it finds for a campaign."""

    def address() -> str:
        rule = AudienceRule.objects.get()
        campaign = Campaign.objects.get(name=FIRST_WINTER)
        more = [campaign.pk] if url_name == "campaign_rule" else []
        return reverse(f"recognition:{url_name}", args=[*more, rule.pk])

    return address


def of_letterhead(url_name: str) -> Callable[[], str]:
    def address() -> str:
        return reverse(f"recognition:{url_name}", args=[Letterhead.objects.get().pk])

    return address


def going_out(url_name: str, *more: str, letter: str = "", query: str = "") -> Callable[[], str]:
    """A page of letters that stopped in every way there is, or of one of them, by its status."""

    def address() -> str:
        campaign = Campaign.objects.get(name=TROUBLED)
        found = Letter.objects.filter(campaign=campaign, status=letter).first() if letter else None
        return reverse(f"recognition:{url_name}", args=[(found or campaign).pk, *more]) + query

    return address


def in_the_post(url_name: str) -> Callable[[], str]:
    """A page of the letter that came back, or of the one that is with the printer."""

    def address() -> str:
        if url_name == "return_look":
            pk = DeliveryAttempt.objects.came_back().order_by("-pk")[0].pk
        else:
            pk = Letter.objects.get(campaign__name=IN_THE_POST, status="printing").pk
        return reverse(f"recognition:{url_name}", args=[pk])

    return address


def of_wrong(url_name: str, kind: str) -> Callable[[], str]:
    """A page of a letter that was wrong in this way, or of what is done about that."""

    def address() -> str:
        regret = Regret.objects.filter(kind=kind).latest("pk")
        at_letter = url_name.startswith("letter_") or url_name == "regret_new"
        return reverse(
            f"recognition:{url_name}", args=[regret.letter_id if at_letter else regret.pk]
        )

    return address


def of_embargo(url_name: str) -> Callable[[], str]:
    def address() -> str:
        embargo = Embargo.objects.get(name=ELECTIONS)
        return reverse(f"recognition:{url_name}", args=[embargo.pk])

    return address


def of_experiment(url_name: str, question: str) -> Callable[[], str]:
    def address() -> str:
        experiment = Experiment.objects.get(question=question)
        return reverse(f"recognition:{url_name}", args=[experiment.pk])

    return address


def of_question() -> str:
    """As whoever got the letter opens it."""
    letters = Letter.objects.filter(campaign__experiment__question=RUNNING)
    return question.path_of(letters.get(status="sent", asks=True))


def of_mandate(url_name: str, name: str = MANDATED) -> Callable[[], str]:
    """Of letters that ask for one, or that have it."""

    def address() -> str:
        if url_name == "mandate_new":
            campaign = Campaign.objects.get(name=MINISTERS)
            return reverse("recognition:mandate_new", args=[campaign.pk, campaign.signatory_id])
        mandate = Mandate.objects.get(campaign__name=name)
        return reverse(f"recognition:{url_name}", args=[mandate.pk])

    return address


def of_minister(url_name: str) -> str:
    minister = Campaign.objects.get(name=MINISTERS).signatory_id
    return reverse(f"recognition:{url_name}", args=[minister])


def of_halt() -> str:
    return reverse("recognition:halt_lift", args=[Halt.objects.get().pk])


def of_waiver() -> str:
    return reverse("recognition:waiver_agree", args=[Waiver.objects.get().pk])


def of_proof() -> str:
    campaign = Campaign.objects.get(name=FIRST_WINTER)
    letter = campaign.letters.order_by("pk")[0]
    return reverse("recognition:proof_detail", args=[campaign.pk, letter.pk])


def ones_own_letter() -> str:
    letter = Letter.objects.get(contributor__user__email="pat@aldermere.example")
    return reverse("recognition:my_letter_detail", args=[letter.ref])


def of_pack(url_name: str, name: str = ON_PAPER) -> Callable[[], str]:
    def address() -> str:
        pack = PrintPack.objects.get(campaign__name=name)
        return reverse(f"recognition:{url_name}", args=[pack.pk])

    return address


def stopping_letters() -> str:
    letter = Letter.objects.get(contributor__user__email="pat@aldermere.example")
    return stop_links.path_of(letter)


BOX = "What goes in the first-night box?"


def of_first_post(url_name: str) -> Callable[[], str]:
    def address() -> str:
        topic = Topic.objects.get(title=BOX)
        return reverse(f"forums:{url_name}", args=[topic.forum_id, topic.pk, 1])

    return address


def of_corrected_post(url_name: str) -> Callable[[], str]:
    def address() -> str:
        post = Post.objects.select_related("topic").exclude(edited_at=None).get()
        return reverse(f"forums:{url_name}", args=[post.topic.forum_id, post.topic_id, post.number])

    return address


def of_member(url_name: str, letter_name: str) -> Callable[[], str]:
    """A page about that person's seat in the demo's largest forum."""

    def address() -> str:
        member = Membership.objects.get(
            forum__name=HOME_WELL, contributor__letter_name=letter_name, ended_at=None
        )
        return reverse(f"forums:{url_name}", args=[member.forum_id, member.pk])

    return address


def of_pats_interest() -> str:
    interest = Interest.objects.get(contributor__letter_name="Pat Nowak")
    forum = Forum.objects.get(name=HOME_WELL)
    return reverse("forums:interest_edit", args=[forum.pk, interest.pk])


def of_late_interest() -> str:
    return LateInterest.objects.get().get_absolute_url()


def of_removal() -> str:
    return Removal.objects.get().get_absolute_url()


def of_bens_minutes() -> str:
    seat = Membership.objects.get(contributor__letter_name="Ben Okafor", forum__name=HOME_WELL)
    return reverse("forums:past_minutes", args=[seat.pk, seat.forum.meetings.get(number=1).pk])


def of_bens_paper() -> str:
    seat = Membership.objects.get(contributor__letter_name="Ben Okafor", forum__name=HOME_WELL)
    paper = Paper.objects.get(
        item__meeting__forum=seat.forum, title__startswith="What is in the box"
    )
    return reverse("forums:past_paper", args=[seat.pk, paper.pk])


def of_bens_past(url_name: str, *, topic: str = "", scope: bool = False) -> Callable[[], str]:
    """What Ben goes on reading."""

    def address() -> str:
        seat = Membership.objects.get(contributor__letter_name="Ben Okafor", forum__name=HOME_WELL)
        more = [seat.forum.topics.get(title=topic).pk] if topic else []
        more += [seat.forum.scopes.get(major=1, minor=0).pk] if scope else []
        return reverse(f"forums:{url_name}", args=[seat.pk, *more])

    return address


def of_digest(frequency: str) -> Callable[[], str]:
    def address() -> str:
        return Digest.objects.filter(frequency=frequency).order_by("pk")[0].stop_path

    return address


def of_seat_call(url_name: str, forum: str) -> Callable[[], str]:
    def address() -> str:
        return reverse(f"forums:{url_name}", args=[Forum.objects.get(name=forum).calls.get().pk])

    return address


def offer_in_programme() -> str:
    return reverse("offer_new_in", args=[Programme.objects.get().slug])


def ending_a_role() -> str:
    return reverse(
        "role_end", args=[RoleGrant.objects.get(user__email="lena@aldermere.example").pk]
    )


def invited(email: str = "ben@aldermere.example", **found_by: str) -> str:
    return Invitation.objects.get(email=email, status="sent", **found_by).path


PAGES = [
    # --- the frame --------------------
    Place("sign-in", "public", at("account_login"), faulty=True),
    Place("sign-up", "public", at("account_signup"), faulty=True),
    Place("password-reset", "public", at("account_reset_password"), faulty=True),
    Place("password-reset-sent", "public", at("account_reset_password_done")),
    Place("password-reset-old-link", "public", at("account_reset_password_from_key", "1", "x-y")),
    Place("email-sent", "public", at("account_email_verification_sent")),
    Place("email-old-link", "public", at("account_confirm_email", "x")),
    Place("accessibility", "public", at("accessibility")),
    Place("not-found", "public", lambda: "/nowhere", status=404),
    Place("not-understood", "public", lambda: "/on-purpose/400/", status=400),
    Place("open-too-long", "public", lambda: "/on-purpose/403/", status=403),
    Place("too-late", "public", lambda: "/on-purpose/409/", status=409),
    Place("our-fault", "public", lambda: "/on-purpose/500/", status=500),
    Place("caught-mail", "public", at("caught_mail_list")),
    Place("caught-mail-one", "public", at("caught_mail_detail", MAIL)),
    Place("account", "ben", at("account_email"), faulty=True),
    Place("password-change", "ben", at("account_change_password"), faulty=True),
    Place("sign-out", "ben", at("account_logout")),
    Place("not-allowed", "ben", at("styleguide"), status=403),
    Place("style-guide", "lena", at("styleguide"), faulty=True),
    Place("today", "lena", at("dashboard")),
    Place("today", "rosa", at("dashboard")),
    Place("today", "amir", at("dashboard")),
    Place("today", "ada", at("dashboard")),
    Place("today", "grace", at("dashboard")),
    Place("today", "ben", at("dashboard")),
    # --- coalition --------------------
    Place("offers", "lena", at("offer_list")),
    Place("offers-filtered", "lena", lambda: reverse("offer_list") + "?q=e&status=declined"),
    Place("offers-nothing-found", "lena", lambda: reverse("offer_list") + "?q=zebra"),
    Place("offers", "ben", at("offer_list")),
    Place("offers-none-yet", "ada", at("offer_list")),
    Place("offer-where", "public", lambda: "/on-purpose/two-programmes/"),
    Place("offer-new-in", "public", offer_in_programme, faulty=True),
    Place("offer-new", "public", at("offer_new"), faulty=True),
    Place("offer-new", "pat", at("offer_new"), faulty=True),
    Place("offer-new", "lena", at("offer_new"), faulty=True),
    Place(
        "offer-sent", "public", lambda: reverse("offer_sent", args=[offer("submitted").form_key])
    ),
    Place("offer-links", "public", at("offer_links"), faulty=True),
    Place(
        "offer-private-old-link",
        "public",
        with_offer("offer_private", "submitted", "x"),
        status=410,
    ),
    Place("offer-private", "public", lambda: private("offer_private", "needs_info")),
    Place("offer-private-edit", "public", lambda: private("offer_private_edit", "needs_info")),
    Place("offer-private-withdraw", "public", lambda: private("offer_private_withdraw", "standby")),
    Place("offer-submitted", "lena", with_offer("offer_detail", "submitted")),
    Place("offer-acknowledged", "lena", with_offer("offer_detail", "acknowledged")),
    Place("offer-needs-info", "lena", with_offer("offer_detail", "needs_info")),
    Place("offer-standby", "lena", with_offer("offer_detail", "standby")),
    Place("offer-accepted", "lena", with_offer("offer_detail", "accepted")),
    Place("offer-completed", "lena", with_offer("offer_detail", "completed")),
    Place("offer-declined", "lena", with_offer("offer_detail", "declined")),
    Place("offer-own", "ben", with_offer("offer_detail", "acknowledged", mailbox="ben")),
    Place("offer-edit", "lena", with_offer("offer_edit", "submitted")),
    Place("offer-withdraw", "lena", with_offer("offer_withdraw", "submitted")),
    Place("offer-assign", "lena", with_offer("offer_assign", "submitted")),
    Place("offer-acknowledge", "lena", with_offer("offer_acknowledge", "submitted"), faulty=True),
    Place("offer-accept", "lena", with_offer("offer_accept", "acknowledged"), faulty=True),
    Place("offer-ask", "lena", with_offer("offer_ask", "acknowledged"), faulty=True),
    Place("offer-standby-form", "lena", with_offer("offer_standby", "acknowledged"), faulty=True),
    Place("offer-decline", "lena", with_offer("offer_decline", "acknowledged"), faulty=True),
    Place("offer-complete", "lena", with_offer("offer_complete", "accepted"), faulty=True),
    Place("offer-update", "lena", with_offer("offer_update", "accepted"), faulty=True),
    Place("needs", "lena", at("need_list")),
    Place("needs", "pat", at("need_list")),
    Place("needs-none-match", "lena", lambda: reverse("need_list") + "?q=zebra"),
    Place("need-who", "lena", lambda: reverse("need_new") + "?q=al"),
    Place("need-new", "pat", what_kitchen_needs, faulty=True),
    Place("need-draft", "lena", of_need("need_detail", VAN)),
    Place("need-part-met", "lena", of_need("need_detail", LAPTOPS)),
    Place("need-part-met", "pat", of_need("need_detail", LAPTOPS)),
    Place("need-matched", "lena", of_need("need_detail", DESK)),
    Place("need-edit", "pat", of_need("need_edit", VAN)),
    Place("need-confirm", "lena", of_need("need_verify", VAN), faulty=True),
    Place("need-close", "lena", of_need("need_close", DESK), faulty=True),
    Place("need-withdraw", "pat", of_need("need_withdraw", LAPTOPS)),
    Place("offer-needs", "lena", what_interpreters_could_meet),
    Place("match-new", "lena", proposing),
    Place("match-new", "grace", proposing),
    Place("need-balance", "lena", at("need_balance")),
    Place("figures", "lena", at("figure_list")),
    Place("figures", "rosa", at("figure_list")),
    Place(
        "figures-reversed",
        "lena",
        lambda: reverse("figure_list") + "?" + urlencode(REVERSED),
        status=422,
    ),
    Place("our-organisation", "pat", lambda: reverse("partner_detail", args=[kitchen().pk])),
    Place("match-waiting", "lena", of_match("match_detail", DESK)),
    Place("match-waiting", "grace", of_match("match_detail", DESK)),
    Place("match-checks", "lena", of_match("match_detail", ROOMS)),
    Place("match-checks", "grace", of_match("match_detail", ROOMS)),
    Place("match-active", "grace", of_match("match_detail", WARM)),
    Place("match-outcome", "grace", of_match("match_outcome", WARM), faulty=True),
    Place("our-organisations", "grace", at("partner_list")),
    Place("match-done", "pat", of_match("match_detail", LAPTOPS)),
    Place("match-heard", "lena", of_match("match_heard", DESK), faulty=True),
    Place("match-end", "lena", of_match("match_end", DESK), faulty=True),
    Place("match-check", "lena", of_match("match_check", ROOMS), faulty=True),
    Place("match-private", "public", of_match("match_private", DESK)),
    Place("offer-paused", "lena", with_offer("offer_detail", "paused")),
    Place("offer-redirected", "lena", with_offer("offer_detail", "redirected")),
    Place("offer-expired", "lena", with_offer("offer_detail", "expired")),
    Place("offer-asked", "lena", asked_to_pass_on("offer_detail")),
    Place("offer-asked-answer", "lena", asked_to_pass_on("offer_redirect_answer"), faulty=True),
    Place("offer-redirect", "lena", with_offer("offer_redirect", "acknowledged"), faulty=True),
    Place("offer-private-accepted", "public", lambda: private("offer_private", "accepted")),
    Place("offer-private-paused", "public", lambda: private("offer_private", "paused")),
    Place("offer-private-redirected", "public", lambda: private("offer_private", "redirected")),
    Place("offer-private-expired", "public", lambda: private("offer_private", "expired")),
    Place(
        "offer-private-still-there",
        "public",
        lambda: private("offer_private_still_there", "accepted"),
    ),
    Place(
        "offer-private-verify",
        "public",
        lambda: private("offer_private_verify", "needs_info"),
        faulty=True,
    ),
    Place("offer-private-asked", "public", asked_to_pass_on("offer_private", by_link=True)),
    Place(
        "offer-private-redirect",
        "public",
        asked_to_pass_on("offer_private_redirect", by_link=True),
    ),
    Place("call-open", "public", of_call("offer_new_for_call", "Drivers for the first month")),
    Place("call-full", "public", of_call("offer_new_for_call", COTS), faulty=True),
    Place("calls", "lena", at("call_list")),
    Place("call-new", "lena", at("call_new"), faulty=True),
    Place("call-draft", "lena", of_call("call_detail", "Rooms for a warm winter")),
    Place("call-full", "lena", of_call("call_detail", COTS)),
    Place("call-edit", "lena", of_call("call_edit", COTS)),
    Place("call-close", "lena", of_call("call_close", COTS), faulty=True),
    Place(
        "kind-no-new",
        "lena",
        lambda: reverse("kind_no_new") + "?status=acknowledged",
        faulty=True,
    ),
    Place("kind-no", "lena", lambda: reverse("kind_no_detail", args=[KindNo.objects.get().pk])),
    Place("my-days", "lena", at("my_days")),
    Place("organisations", "lena", at("organisation_list")),
    Place("organisations", "pat", at("organisation_list")),
    Place("organisations-none-match", "lena", lambda: reverse("organisation_list") + "?q=zzz"),
    Place("organisation-new", "lena", at("organisation_new"), faulty=True),
    Place("organisation", "lena", of_kitchen("organisation_detail")),
    Place("organisation-edit", "pat", of_kitchen("organisation_edit")),
    Place("organisation-number", "lena", of_kitchen("identifier_new"), faulty=True),
    Place("organisation-person", "lena", of_kitchen("affiliation_new"), faulty=True),
    Place("organisation-person-left", "lena", place_in_the_kitchen("affiliation_end"), faulty=True),
    Place("organisation-person-edit", "lena", place_in_the_kitchen("affiliation_edit")),
    Place("organisation-standing", "lena", of_kitchen("organisation_standing")),
    Place("organisation-before-after", "lena", of_kitchen("succession_new"), faulty=True),
    Place("imports", "lena", at("import_list")),
    Place("import-new", "lena", at("import_new", "organisations"), faulty=True),
    Place("import-people-new", "rosa", at("import_new", "people"), faulty=True),
    Place("import-offers-new", "lena", at("import_new", "offers"), faulty=True),
    Place("import-contributions-new", "rosa", at("import_new", "contributions"), faulty=True),
    Place("import-columns", "lena", of_import("columns", "voluntary-groups.csv")),
    Place("import-people-columns", "lena", of_import("columns", "volunteers-spring.csv")),
    Place("import-check", "lena", of_import("check", "voluntary-groups.csv")),
    Place("import-people-check", "lena", of_import("check", "volunteers-spring.csv")),
    Place("import-doubles", "lena", of_import("doubles", "volunteers-spring.csv")),
    Place("import-done", "ada", of_import("detail", "partners-autumn.csv")),
    Place("import-undo", "ada", of_import("undo", "partners-autumn.csv")),
    Place("merge-choose", "lena", of_kitchen("organisation_merge")),
    Place("merge-decide", "lena", two_befrienders),
    Place("merge-done", "lena", lambda: Merge.objects.get().get_absolute_url()),
    Place("merge-people", "lena", of_person("contributor_merge", "Jo Parke")),
    Place("merge-people-decide", "lena", two_jos),
    Place("doubles", "ada", at("organisation_doubles")),
    Place("doubles-people", "lena", at("contributor_doubles")),
    Place("doubles-apart", "lena", lambda: reverse("organisation_doubles") + "?show=apart"),
    Place("doubles-none", "lena", lambda: reverse("contributor_doubles") + "?show=apart"),
    Place("organisation-alike", "ada", of_befrienders),
    Place("roles", "ada", at("role_list")),
    Place("role-new", "ada", at("role_new"), faulty=True),
    Place("role-end", "ada", ending_a_role),
    Place("people", "lena", at("contributor_list")),
    Place("people-mistyped", "lena", lambda: reverse("contributor_list") + "?q=okafro"),
    Place("people-download", "lena", lambda: reverse("contributor_export") + "?q=ben&name=self"),
    Place("person-new", "lena", at("contributor_new"), faulty=True),
    Place("person", "lena", of_ben("contributor_detail")),
    Place("person-self", "ben", of_ben("contributor_detail")),
    Place("person-edit", "ben", of_ben("contributor_edit")),
    Place("today", "sam", at("dashboard")),
    Place("person-held", "lena", of_person("contributor_detail", "Neil Ashdown")),
    Place("person-died", "iris", of_person("contributor_detail", "Winifred Gale")),
    Place("person-has-died", "sam", of_person("contributor_died", "Harvey Quinn"), faulty=True),
    Place("person-alive", "iris", of_person("contributor_alive", "Winifred Gale"), faulty=True),
    Place(
        "person-gone-away", "lena", of_person("contributor_gone_away", "Harvey Quinn"), faulty=True
    ),
    Place("person-no-contact", "lena", of_person("contributor_no_contact", "Harvey Quinn")),
    Place("person-again", "lena", of_person("contributor_contact_again", "Mr Edwin Marsh")),
    Place("person-forgotten", "iris", of_person("contributor_anonymise", "Winifred Gale")),
    Place("person-thanks", "lena", of_person("contributor_thanks", "Jo Park"), faulty=True),
    Place("household-new", "lena", of_person("household_new", "Harvey Quinn"), faulty=True),
    Place("household", "lena", of_household("household_detail")),
    Place("household-edit", "lena", of_household("household_edit")),
    Place("household-end", "lena", of_household("household_end")),
    Place("household-thanks", "lena", of_household("household_thanks")),
    Place("organisation-thanks", "lena", of_kitchen("organisation_thanks")),
    Place("holds", "sam", at("hold_list")),
    Place("hold", "sam", of_hold("hold_detail", "Neil Ashdown")),
    Place("hold-late", "iris", of_hold("hold_detail", "Petra Lowe")),
    Place("hold-new", "sam", hold_new("Margaret Holt"), faulty=True),
    Place("hold-ask", "lena", hold_new("Margaret Holt"), faulty=True),
    Place("hold-decide", "sam", of_hold("hold_grant", "Harvey Quinn")),
    Place("hold-review", "sam", of_hold("hold_review", "Petra Lowe")),
    Place("hold-lift", "sam", of_hold("hold_lift", "Neil Ashdown")),
    Place("own-links", "public", at("own_links"), faulty=True),
    Place("own-page", "public", ones_own("own_page", "Margaret Holt")),
    Place("own-page-old-link", "public", at("own_page", 1, "x"), status=410),
    Place("own-details", "public", ones_own("own_details", "Margaret Holt")),
    Place("own-thanks", "public", ones_own("own_thanks", "Neil Ashdown"), faulty=True),
    Place("spelling-list", "rosa", at("spelling_list")),
    Place("spelling", "rosa", of_person("contributor_spelling", CYRILLIC)),
    Place("own-spelling", "public", ones_own("own_spelling", CYRILLIC)),
    Place("own-stop", "public", ones_own("own_stop", "Margaret Holt")),
    # --- forums --------------------
    Place("forums", "lena", at("forums:forum_list")),
    Place("forums", "grace", at("forums:forum_list")),
    Place("forums-none", "sam", at("forums:forum_list")),
    Place("forums-former", "ben", at("forums:forum_list")),
    Place("forums-listed", "public", at("forums:forum_listed")),
    Place("forums-listed", "grace", at("forums:forum_listed")),
    Place("forum-new", "lena", at("forums:forum_new"), faulty=True),
    Place(
        "forum-new-from",
        "lena",
        lambda: f"{reverse('forums:forum_new')}?from=delivery",
        faulty=True,
    ),
    Place("forum", "grace", in_forum("forum_detail")),
    Place("forum", "lena", in_forum("forum_detail")),
    Place("forum", "ada", in_forum("forum_detail")),
    Place("forum-recruiting", "lena", in_forum("forum_detail", WINTER)),
    Place("forum-draft", "lena", in_forum("forum_detail", NO_SEATS)),
    Place("forum-edit", "lena", in_forum("forum_edit")),
    Place("forum-close", "lena", in_forum("forum_close", "Prams and cots")),
    Place("forum-finish", "lena", in_forum("forum_finish", "A library of tools")),
    Place("forum-renew", "lena", in_forum("forum_renew", "Prams and cots"), faulty=True),
    Place("seats", "grace", in_forum("seat_list")),
    Place("seats", "pat", in_forum("seat_list")),
    Place("seats-recruiting", "lena", in_forum("seat_list", WINTER)),
    Place("seats-left", "lena", in_forum("seat_list", LEFT)),
    Place("seats-none", "lena", in_forum("seat_list", NO_SEATS)),
    Place("seat-new", "lena", in_forum("seat_new", NO_SEATS), faulty=True),
    Place("seat-edit", "grace", in_forum("seat_edit", title="Chair")),
    Place("seat-retire", "grace", in_forum("seat_retire", title="Getting people there")),
    Place("seats-open-call", "lena", in_forum("seat_list", VOICES)),
    Place("seat-call-new", "lena", in_forum("seat_call_new", VOICES), faulty=True),
    Place("seat-call-waiting", "lena", in_forum("seat_call", STRATEGY, call="open")),
    Place("seat-call-drawn", "lena", in_forum("seat_call", VOICES, call="drawn")),
    Place("seat-call-draw", "lena", in_forum("seat_call_draw", STRATEGY, call="open")),
    Place("seat-call-withdraw", "lena", in_forum("seat_call_withdraw", WINTER, call="open")),
    Place("open-call", "public", of_seat_call("open_call", WINTER)),
    Place("open-call", "pat", of_seat_call("open_call", WINTER)),
    Place("open-call-over", "public", of_seat_call("open_call", VOICES)),
    Place("open-call-join", "ben", of_seat_call("open_call_join", WINTER)),
    Place("open-call-report", "public", of_seat_call("open_call_report", VOICES)),
    Place("mix", "grace", in_forum("mix")),
    Place("mix", "pat", in_forum("mix")),
    Place("mix-preview", "lena", in_forum("mix", query="?organisation=Fernley+Coaches")),
    Place("mix-ask", "lena", in_forum("mix_ask")),
    Place("mix-none", "lena", in_forum("mix", WINTER)),
    Place("mix-limit", "lena", in_forum("mix_limit")),
    Place("target-new", "lena", in_forum("target_new"), faulty=True),
    Place("target-edit", "grace", in_forum("target_edit", target="NHS")),
    Place("calendar", "grace", at("forums:calendar")),
    Place("calendar-begun", "pat", at("forums:calendar")),
    Place("meeting-from-file", "grace", in_forum("meeting_from_file"), faulty=True),
    Place("interests", "grace", in_forum("interest_list")),
    Place("interests", "pat", in_forum("interest_list")),
    Place("interest-new", "grace", in_forum("interest_new"), faulty=True),
    Place("interest-edit", "pat", of_pats_interest),
    Place("interest-late", "grace", of_late_interest, faulty=True),
    Place("seat-term", "grace", of_member("membership_term", "Imam Yusuf Demir"), faulty=True),
    Place("removal-new", "grace", of_member("removal_new", "Kofi Asante"), faulty=True),
    Place("removal", "lena", of_removal),
    Place("removal-mine", "grace", of_removal),
    Place("past", "ben", of_bens_past("past")),
    Place("past-topic", "ben", of_bens_past("past_topic", topic="Who rings on day two?")),
    Place("past-minutes", "ben", of_bens_minutes),
    Place("past-paper", "ben", of_bens_paper),
    Place("past-scope", "ben", of_bens_past("past_scope", scope=True)),
    Place("seat-give-up", "grace", in_forum("membership_resign")),
    Place(
        "invite", "lena", in_forum("invitation_new", WINTER, title="Heating engineers"), faulty=True
    ),
    Place("invitation", "public", invited),
    Place("invitation", "ben", invited),
    Place("invitation-of-another", "pat", invited),
    Place("scope", "grace", in_forum("scope")),
    Place("scope-none", "lena", in_forum("scope", NO_SEATS)),
    Place("scope-draft", "grace", in_forum("scope_draft"), faulty=True),
    Place("scope-first-draft", "lena", in_forum("scope_draft", NO_SEATS)),
    Place("scope-to-approve", "lena", in_forum("scope_version", WINTER, scope="in_review")),
    Place("scope-changed", "grace", in_forum("scope_version", STRATEGY, scope="effective")),
    Place(
        "scope-send-back",
        "lena",
        in_forum("scope_send_back", WINTER, scope="in_review"),
        faulty=True,
    ),
    Place("scope-acknowledge", "grace", in_forum("scope_acknowledge", STRATEGY)),
    Place("invitation-group", "lena", in_forum("invitation_group"), faulty=True),
    Place("invitation-group", "jo", in_forum("invitation_group", WINTER), faulty=True),
    Place("group-asked", "lena", asked_together),
    Place("scope-record", "grace", record_of_oksana),
    Place("scope-recorded", "dominic", in_forum("scope")),
    Place("meetings", "grace", in_forum("meeting_list")),
    Place("meetings-none", "lena", in_forum("meeting_list", WINTER)),
    Place("meeting-new", "grace", in_forum("meeting_new")),
    Place("meeting-ahead", "grace", of_meeting("meeting_detail")),
    Place("meeting-ahead", "pat", of_meeting("meeting_detail")),
    Place("meeting-ahead", "lena", of_meeting("meeting_detail")),
    Place("meeting-on", "grace", of_meeting("meeting_detail", GOES_ON)),
    Place("meeting-on", "pat", of_meeting("meeting_detail", GOES_ON)),
    Place("meeting-over", "grace", of_meeting("meeting_detail", MINUTED)),
    Place("meeting-open", "grace", of_meeting("meeting_open")),
    Place("meeting-opening", "grace", of_meeting("meeting_opening")),
    Place("meeting-opening-on", "grace", of_meeting("meeting_opening", GOES_ON)),
    Place("meeting-close", "grace", of_meeting("meeting_close", GOES_ON)),
    Place("attendance", "grace", of_meeting("attendance", GOES_ON)),
    Place("apologies", "pat", of_meeting("apologies")),
    Place("item-new", "grace", of_meeting("item_new"), faulty=True),
    Place("item-edit", "grace", of_meeting("item_edit", item="Heating")),
    Place("item-remove", "grace", of_meeting("item_remove", item="Heating")),
    Place("item-leave-out", "grace", of_meeting("item_remove", item="Thanks"), faulty=True),
    Place("item-interests", "grace", of_meeting("item_interests", item="Heating")),
    Place("item-minute", "grace", of_meeting("item_minute", GOES_ON, item="Who meets")),
    Place("paper-new", "grace", of_meeting("paper_new", item="Heating"), faulty=True),
    Place("paper", "pat", of_meeting("paper", paper="Prepayment")),
    Place("papers-send", "grace", of_meeting("papers_send")),
    Place("mention-new", "grace", of_meeting("mention_new"), faulty=True),
    Place("actions", "grace", in_forum("action_list")),
    Place("actions", "lena", in_forum("action_list")),
    Place("actions-none", "lena", in_forum("action_list", WINTER)),
    Place("action-new", "grace", of_meeting("action_new", GOES_ON), faulty=True),
    Place("action-hand-on", "grace", of_action("action_hand_on", "Put ‘stairs")),
    Place("action-end", "grace", of_action("action_end", "Put ‘stairs"), faulty=True),
    Place("minutes-draft", "grace", of_meeting("minutes", MINUTED)),
    Place("minutes-draft", "dominic", of_meeting("minutes", MINUTED)),
    Place("minutes-published", "pat", of_meeting("minutes", "published")),
    Place("minutes-circulate", "grace", of_meeting("minutes_circulate", MINUTED)),
    Place("minutes-agree", "grace", of_meeting("minutes_agree", MINUTED)),
    Place("minutes-publish", "grace", of_meeting("minutes_publish", MINUTED)),
    Place("correction-ask", "pat", of_meeting("correction_new", MINUTED), faulty=True),
    Place("correction-add", "grace", of_meeting("correction_new", "published"), faulty=True),
    Place(
        "correction-answer",
        "grace",
        of_meeting("correction_answer", MINUTED, correction="Three blocks"),
        faulty=True,
    ),
    Place("meeting-edit", "grace", of_meeting("meeting_edit")),
    Place("meeting-cancel", "grace", of_meeting("meeting_cancel"), faulty=True),
    Place("powers", "grace", in_forum("delegation_list")),
    Place("powers", "lena", in_forum("delegation_list")),
    Place("powers-none", "lena", in_forum("delegation_list", WINTER)),
    Place("power-new", "lena", in_forum("delegation_new"), faulty=True),
    Place("power-to-hand-over", "dora", of_power("delegation_detail", "asked")),
    Place("power-to-hand-over", "lena", of_power("delegation_detail", "asked")),
    Place("power-send-back", "dora", of_power("delegation_send_back", "asked"), faulty=True),
    Place("power-draft", "lena", of_power("delegation_detail", "draft")),
    Place("power-edit", "lena", of_power("delegation_edit", "draft")),
    Place("power", "grace", of_power("delegation_detail", "live")),
    Place("power", "dora", of_power("delegation_detail", "live")),
    Place("power-revoke", "dora", of_power("delegation_revoke", "live"), faulty=True),
    Place("decisions", "grace", in_forum("decision_list")),
    Place("decisions-none", "lena", in_forum("decision_list", WINTER)),
    Place("decision-log", "lena", at("forums:decision_log")),
    Place("decision-log", "public", at("forums:decision_log")),
    Place("decision-start", "grace", in_forum("decision_new")),
    Place("decision-new", "grace", decision_under_a_power, faulty=True),
    Place("decision", "grace", of_decision("decision_detail", "effective")),
    Place("promise", "grace", in_forum("forum_promise")),
    Place("promise", "lena", in_forum("forum_promise")),
    Place("promise-none", "lena", in_forum("forum_promise", WINTER)),
    Place("promise-programme", "lena", of_programme),
    Place("promise-programme", "pat", of_programme),
    Place("promise-reversed", "grace", reversed_promise, status=422),
    Place("promise-nowhere", "ben", at("forums:promise_list")),
    Place("pulse", "public", kitchens_pulse, faulty=True),
    Place("pulse-answered", "grace", answered_pulse),
    Place("decision-overruled", "public", of_decision("decision_detail", "overruled")),
    Place("decision-waiting", "dora", of_decision("decision_detail", "recommended")),
    Place("decision-answered", "grace", of_decision("decision_detail", "adopted")),
    Place("decision-writing", "grace", of_decision("decision_detail", "decided")),
    Place("decision-edit", "grace", of_decision("decision_edit", "decided")),
    Place("decision-publish", "grace", of_decision("decision_publish", "decided")),
    Place("dissent-ask", "grace", of_decision("dissent_ask", "decided"), faulty=True),
    Place("dissent-say", "yusuf", of_decision("dissent_say", "decided"), faulty=True),
    Place("decision-answer", "dora", of_decision("decision_answer", "recommended"), faulty=True),
    Place("decision-call-in", "dora", of_decision("decision_call_in", "in_call_in"), faulty=True),
    Place("decision-override", "dora", of_decision("decision_override", "in_call_in"), faulty=True),
    Place("decision-evaluate", "grace", of_decision("decision_evaluate", "effective"), faulty=True),
    Place("scheme", "lena", at("forums:scheme")),
    Place("scheme", "grace", at("forums:scheme")),
    Place("scheme-none", "ben", at("forums:scheme")),
    Place("reserved", "lena", at("forums:reserved_list"), faulty=True),
    Place("dashboard", "dora", at("dashboard")),
    Place("proposals", "grace", in_forum("proposal_list")),
    Place("proposals", "pat", in_forum("proposal_list")),
    Place("proposals", "lena", in_forum("proposal_list")),
    Place("proposals-none", "lena", in_forum("proposal_list", WINTER)),
    Place("proposal-new", "pat", in_forum("proposal_new"), faulty=True),
    Place("proposal-new", "grace", in_forum("proposal_new"), faulty=True),
    Place("proposal-passed", "pat", of_proposal("proposal_detail", CURTAINS.title)),
    Place("proposal-written", "pat", of_proposal("proposal_detail", SHOES.title)),
    Place("proposal-written", "grace", of_proposal("proposal_detail", SHOES.title)),
    Place("proposal-edit", "pat", of_proposal("proposal_edit", SHOES.title)),
    Place("proposal-edit-open", "pat", of_proposal("proposal_edit", ONE_NUMBER.title), faulty=True),
    Place(
        "proposal-withdraw",
        "pat",
        of_proposal("proposal_withdraw", ONE_NUMBER.title),
        faulty=True,
    ),
    Place("round-open", "grace", of_proposal("round_open", SHOES.title)),
    Place("round-passed", "grace", of_proposal("round_detail", CURTAINS.title)),
    Place("round-passed", "lena", of_proposal("round_detail", CURTAINS.title)),
    Place("round-waits", "pat", of_proposal("round_detail", METERS.title)),
    Place("round-hidden", "pat", of_proposal("round_detail", ONE_NUMBER.title)),
    Place("round-hidden", "grace", of_proposal("round_detail", ONE_NUMBER.title)),
    Place("round-hidden", "lena", of_proposal("round_detail", ONE_NUMBER.title)),
    Place("round-seen", "dominic", of_proposal("round_detail", ONE_NUMBER.title)),
    Place("round-seen", "helen", of_proposal("round_detail", ONE_NUMBER.title)),
    Place("round-in-meeting", "grace", of_proposal("round_detail", NIGHT_COACH)),
    Place("round-heard", "grace", of_proposal("round_detail", FOR_THE_CHAIR)),
    Place("respond", "grace", of_proposal("round_respond", ONE_NUMBER.title), faulty=True),
    Place("respond-again", "dominic", of_proposal("round_respond", ONE_NUMBER.title)),
    Place("step-back", "pat", of_proposal("round_step_back", ONE_NUMBER.title)),
    Place("round-close", "grace", of_proposal("round_close", ONE_NUMBER.title)),
    Place("round-write-down", "grace", of_proposal("round_record", NIGHT_COACH), faulty=True),
    Place("round-decide", "grace", of_proposal("round_rule", FOR_THE_CHAIR), faulty=True),
    Place(
        "question-answer",
        "grace",
        of_proposal("response_answer", ONE_NUMBER.title, kind="need_more"),
        faulty=True,
    ),
    Place(
        "objection-classify",
        "dominic",
        of_proposal("response_classify", ONE_NUMBER.title, kind="object"),
        faulty=True,
    ),
    Place(
        "objection-reply",
        "helen",
        of_proposal("response_reply", ONE_NUMBER.title, kind="object"),
        faulty=True,
    ),
    Place("proxy-new", "grace", of_proposal("proxy_new", ONE_NUMBER.title), faulty=True),
    Place("differences", "grace", in_forum("difference_list")),
    Place("differences", "pat", in_forum("difference_list")),
    Place("differences", "lena", in_forum("difference_list")),
    Place("differences-none", "lena", in_forum("difference_list", WINTER)),
    Place("difference-new", "pat", in_forum("difference_new"), faulty=True),
    Place("difference-raised", "grace", of_difference("difference_detail", PARCELS)),
    Place("difference-raised", "pat", of_difference("difference_detail", PARCELS)),
    Place("difference-worded", "grace", of_difference("difference_detail", TAXIS)),
    Place("difference-worded", "pat", of_difference("difference_detail", TAXIS)),
    Place("difference-known", "grace", of_difference("difference_detail", EMPTY_FLATS)),
    Place("difference-parked", "pat", of_difference("difference_detail", SHARING)),
    Place("difference-open", "grace", of_difference("difference_open", PARCELS), faulty=True),
    Place("difference-return", "grace", of_difference("difference_return", PARCELS)),
    Place("difference-withdraw", "pat", of_difference("difference_withdraw", PARCELS)),
    Place("difference-ack", "grace", of_difference("difference_acknowledge", TAXIS), faulty=True),
    Place("difference-settle", "grace", of_difference("difference_settle", EMPTY_FLATS)),
    Place("difference-review", "grace", of_difference("difference_settle", SHARING)),
    Place("position", "pat", of_kitchens_words("position"), faulty=True),
    Place("position-decline", "pat", of_kitchens_words("position_decline")),
    Place("topics", "grace", in_forum("topic_list")),
    Place("mail-from-forums", "grace", at("forums:digest_list")),
    Place("mail-from-none", "ben", at("forums:digest_list")),
    Place("mail-stop", "public", of_digest(Digest.Frequency.DAILY)),
    Place("mail-stopped", "public", of_digest(Digest.Frequency.NONE)),
    Place("search", "grace", lambda: reverse("forums:search") + "?q=heating+OR+taxi+OR+key"),
    Place("search-none", "grace", lambda: reverse("forums:search") + "?q=zeppelin"),
    Place("forum-search", "grace", in_forum("forum_search", query="?q=home")),
    Place("forum-search-begin", "lena", in_forum("forum_search")),
    Place("topics-not-yet", "lena", in_forum("topic_list", WINTER)),
    Place("topic-new", "grace", in_forum("topic_new"), faulty=True),
    Place("topic", "grace", in_forum("topic_detail", topic="Who rings on day two?"), faulty=True),
    Place("topic", "lena", in_forum("topic_detail", topic="Who rings on day two?")),
    Place("parked", "grace", in_forum("parked_list")),
    Place("parked", "pat", in_forum("parked_list")),
    Place("parked-none", "lena", in_forum("parked_list", STRATEGY)),
    Place("post-park", "grace", of_first_post("post_park"), faulty=True),
    Place("topic-with-parked", "grace", in_forum("topic_detail", topic=BOX)),
    Place("post-edit", "grace", of_corrected_post("post_edit")),
    Place("post-history", "lena", of_corrected_post("post_history")),
    # --- recognition --------------------
    Place("thanks", "rosa", at("recognition:event_list")),
    Place("thanks", "lena", at("recognition:event_list")),
    Place("thanks-nothing-found", "rosa", lambda: reverse("recognition:event_list") + "?q=zebra"),
    Place("thanks-closed", "rosa", lambda: reverse("recognition:event_list") + "?closed=yes"),
    Place("thanks-edit", "rosa", of_bens_event("event_edit")),
    Place("thanks-late", "lena", of_event_to("event_late", YEARS_LATE)),
    Place("thanks-family", "rosa", of_event_to("event_family", DIED)),
    Place("thanks-close", "rosa", of_bens_event("event_close"), faulty=True),
    Place("thanks-one", "rosa", of_bens_event("event_thank")),
    Place("thanks-whom", "rosa", lambda: reverse("recognition:event_find_person") + "?q=ben"),
    Place("thanks-add", "rosa", of_ben("recognition:event_add"), faulty=True),
    Place("thanks-figures", "lena", at("recognition:thanks_figures")),
    Place("thanks-plan", "rosa", of_bens_event("acknowledgement_new"), faulty=True),
    Place("thanks-write", "lena", of_thanks_by("email"), faulty=True),
    Place("thanks-invite", "lena", of_thanks_by("invitation"), faulty=True),
    Place("thanks-invited", "public", of_thanks_invitation),
    Place("thanks-call", "lena", of_thanks_to_give),
    Place("thanks-person", "lena", of_ben("recognition:person_history")),
    Place("thanks-organisation", "lena", of_kitchen("recognition:organisation_history")),
    Place("our-thanks", "pat", of_kitchen("recognition:our_event_list")),
    Place("our-thanks-add", "pat", of_kitchen("recognition:our_event_add"), faulty=True),
    Place("our-thanks-team", "pat", of_kitchens_event("our_event_team")),
    Place("our-thanks-edit", "pat", of_kitchens_event("our_event_edit")),
    Place("letters", "rosa", at("recognition:campaign_list")),
    Place("letters-new", "rosa", at("recognition:campaign_new"), faulty=True),
    Place("letters-draft", "rosa", of_letters("campaign_detail", DIOLCH)),
    Place("letters-who", "rosa", of_letters("campaign_audience", DIOLCH)),
    Place("letters-words", "rosa", of_letters("campaign_words")),
    Place("letters-waiting", "rosa", of_letters("campaign_detail")),
    Place("letters-waiting", "amir", of_letters("campaign_detail")),
    Place("letters-proofs", "rosa", of_letters("campaign_proofs")),
    Place("letters-proofs-both", "rosa", of_letters("campaign_proofs", IN_BOTH)),
    Place("letters-proof", "amir", of_proof),
    Place("letters-recipients", "amir", of_letters("campaign_recipients")),
    Place("letters-approve", "amir", of_letters("campaign_approve")),
    Place(
        "letters-approve-one-of-two", "amir", of_letters("campaign_approve", TWO_YESES), faulty=True
    ),
    Place("letters-waiting-for-two", "rosa", of_letters("campaign_detail", TWO_YESES)),
    Place("letters-send-back", "amir", of_letters("campaign_send_back"), faulty=True),
    Place("letters-reopen", "rosa", of_letters("campaign_reopen")),
    Place("letters-give-up", "rosa", of_letters("campaign_cancel")),
    Place("letters-send", "rosa", of_letters("campaign_release", TO_SEND), faulty=True),
    Place("progress", "rosa", going_out("campaign_progress", query="?still=1")),
    Place("progress", "amir", going_out("campaign_progress", query="?still=1")),
    Place("progress-paused", "rosa", of_letters("campaign_progress", PAUSED)),
    Place("progress-in-waves", "rosa", of_letters("campaign_progress", IN_WAVES)),
    Place("progress-rest", "rosa", of_letters("campaign_rest", IN_WAVES), faulty=True),
    Place("progress-stop", "rosa", of_letters("campaign_stop", PAUSED)),
    Place("progress-retry", "rosa", going_out("campaign_retry", "put_off")),
    Place("progress-take-out", "rosa", going_out("campaign_take_out", "refused")),
    Place("progress-letters", "rosa", going_out("campaign_letters")),
    Place("progress-none", "rosa", going_out("campaign_letters", query="?q=zebra")),
    Place("letter-sent", "rosa", going_out("letter_detail", letter="sent")),
    Place("letter-held", "rosa", going_out("letter_detail", letter="held")),
    Place("letter-held", "lena", going_out("letter_detail", letter="held")),
    Place("letter-stopped", "rosa", going_out("letter_detail", letter="cancelled")),
    Place("letter-doubtful", "rosa", going_out("letter_detail", letter="uncertain")),
    Place("letter-was-sent", "rosa", going_out("letter_was_sent", letter="uncertain")),
    Place("letter-send-again", "rosa", going_out("letter_send_again", letter="uncertain")),
    Place("wrong-letters", "lena", at("recognition:regret_list")),
    Place("wrong-letters-none", "rosa", lambda: reverse("recognition:regret_list") + "?q=zebra"),
    Place("letter-wrong", "lena", of_wrong("letter_detail", "wrong_fact")),
    Place("letter-wrong-new", "lena", of_wrong("regret_new", "wrong_fact"), faulty=True),
    Place("letter-correct", "rosa", of_wrong("letter_correct", "wrong_fact")),
    Place("regret", "rosa", of_wrong("regret_detail", "wrong_fact")),
    Place("regret-of-the-dead", "lena", of_wrong("regret_detail", "deceased")),
    Place("regret-given", "lena", of_wrong("regret_detail", "timing")),
    Place("regret-apologise", "lena", of_wrong("regret_apologise", "deceased"), faulty=True),
    Place("regret-hand-on", "lena", of_wrong("regret_hand_on", "deceased")),
    Place("letters-back", "rosa", at("recognition:return_list")),
    Place("letter-back", "rosa", in_the_post("return_look"), faulty=True),
    Place("letter-printing", "rosa", in_the_post("letter_detail")),
    Place("progress-post", "rosa", of_letters("campaign_progress", IN_THE_POST)),
    Place("progress-broken", "rosa", of_letters("campaign_progress", WRONG)),
    Place("progress-broken", "amir", of_letters("campaign_progress", WRONG)),
    Place("pack", "rosa", of_pack("pack_detail")),
    Place("pack-to-sign", "rosa", of_pack("pack_detail", TO_SIGN)),
    Place("pack-signed", "rosa", of_pack("pack_sign", TO_SIGN)),
    Place("pack-handed-over", "rosa", of_pack("pack_hand_over"), faulty=True),
    Place("pack-did-not-go", "rosa", of_pack("pack_take_back")),
    Place("after-restore", "rosa", at("recognition:after_restore")),
    Place("letter-stop", "public", stopping_letters),
    Place("embargoes", "rosa", at("recognition:embargo_list")),
    Place("embargo-new", "amir", at("recognition:embargo_new"), faulty=True),
    Place("embargo", "amir", of_embargo("embargo_detail")),
    Place("embargo-lift", "amir", of_embargo("embargo_lift")),
    Place("waiver-new", "amir", of_embargo("waiver_new"), faulty=True),
    Place("waiver-agree", "amir", of_waiver),
    Place("experiments", "rosa", at("recognition:experiment_list")),
    Place("experiment-new", "rosa", of_letters("experiment_new", TO_TRY), faulty=True),
    Place("experiment-planned", "rosa", of_experiment("experiment_detail", PLANNED)),
    Place("experiment-edit", "rosa", of_experiment("experiment_edit", PLANNED)),
    Place("experiment-register", "rosa", of_experiment("experiment_register", PLANNED)),
    Place("experiment-drop", "rosa", of_experiment("experiment_drop", PLANNED)),
    Place("experiment-running", "lena", of_experiment("experiment_detail", RUNNING)),
    Place("experiment-closed", "rosa", of_experiment("experiment_detail", CLOSED)),
    Place("experiment-report", "rosa", of_experiment("experiment_report", CLOSED), faulty=True),
    Place("letter-answer", "public", of_question, faulty=True),
    Place("experiment-stop", "lena", of_experiment("experiment_stop", RUNNING), faulty=True),
    Place("templates", "rosa", at("recognition:template_list")),
    Place("template-new", "rosa", at("recognition:template_new"), faulty=True),
    Place("template", "rosa", of_template("template_detail")),
    Place("template-sibling", "rosa", of_late_words("template_sibling"), faulty=True),
    Place("template-edit", "rosa", of_template("template_edit")),
    Place("signatories", "rosa", at("recognition:signatory_list")),
    Place("signatory-new", "rosa", at("recognition:signatory_new"), faulty=True),
    Place("signatory-edit", "rosa", of_signatory),
    Place("signatory-office", "rosa", lambda: of_signatory("signatory_office")),
    Place("unpostable", "rosa", at("recognition:unpostable_list")),
    Place("audience-rules", "rosa", at("recognition:audience_rule_list")),
    Place("audience-rule-new", "rosa", at("recognition:audience_rule_new"), faulty=True),
    Place("audience-rule-edit", "rosa", of_rule("audience_rule_edit")),
    Place("audience-rule-retire", "rosa", of_rule("audience_rule_retire")),
    Place("campaign-rule", "rosa", of_rule("campaign_rule")),
    Place("letterheads", "rosa", at("recognition:letterhead_list")),
    Place("letterhead-new", "rosa", at("recognition:letterhead_new"), faulty=True),
    Place("letterhead-edit", "rosa", of_letterhead("letterhead_edit")),
    Place("letterhead-withdraw", "rosa", of_letterhead("letterhead_withdraw")),
    Place("office", "georgina", at("recognition:office")),
    Place("signature", "georgina", lambda: of_minister("signature_edit"), faulty=True),
    Place("signature-remove", "georgina", lambda: of_minister("signature_remove")),
    Place("signatory-embargo", "georgina", lambda: of_minister("signatory_embargo"), faulty=True),
    Place("mandate-asked", "georgina", of_letters("campaign_detail", MINISTERS)),
    Place("mandate-new", "georgina", of_mandate("mandate_new")),
    Place("mandate-letters", "georgina", of_mandate("mandate_letters", READ_EACH)),
    Place("mandate-revoke", "georgina", of_mandate("mandate_revoke")),
    Place("halt-lift", "georgina", of_halt),
    Place("my-letters-none-yet", "ben", at("recognition:my_letter_list")),
    Place("my-letter", "pat", ones_own_letter),
    Place("badge-new", "pat", of_thanks_of_pat, faulty=True),
    Place("badge", "public", of_badge),
    Place("my-letters", "pat", at("recognition:my_letter_list")),
]
