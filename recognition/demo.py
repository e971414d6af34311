"""This app's part of the demo world: thanks owed, words, a signatory, and letters on their way."""

from datetime import timedelta

from django.utils import timezone

from coalition.actions import contact_facts, contributors
from coalition.models import Contributor, Organisation, Programme, User
from recognition import demo_minister, demo_research, demo_sent
from recognition.actions import (
    acknowledgements,
    approvals,
    audience_rules,
    campaigns,
    contributions,
    letterheads,
    signatories,
    templates,
)
from recognition.criteria import Criteria
from recognition.demo_pictures import draw_letterhead, draw_signature
from recognition.models import (
    Campaign,
    ContributionEvent,
    Letterhead,
    Signatory,
    TemplateVersion,
)
from recognition.wordings import WORDINGS

LINE = "I was at the station that first night, and I remember who stood there with tea."
COUNCIL = "Aldermere City Council"
ADDRESS = "14 Mill Lane\nNorthside\nAldermere\nAL1 2AB"

# (mailbox, days ago, what they did, what it made possible)
FIRST_WINTER = [
    ("oksana", 24, "sat with new families at the surgery and put doctors’ words into Ukrainian",
     "thirty-one people left knowing what the doctor had said"),
    ("bells", 21, "gave up your spare rooms at two hours’ notice",
     "a mother and her two boys slept in beds on their first night"),
    ("yusuf", 20, "opened the hall on Fridays and asked nobody why they came",
     "forty people a week had somewhere warm to be"),
    ("marguerite", 18, "wrote by hand to every household in the first month",
     "eleven of them wrote back, and four came to tea"),
    ("kofi", 17, "told the hospital, from your own time there, what a discharge at night is like",
     "nobody has been sent home after nine in the evening since October"),
    ("hugh", 16, "lent a coach and its driver for the whole of half-term",
     "fifty-two children saw the sea"),
    ("jo", 15, "mended forty bicycles and taught six people to do it",
     "six people ride to work, and mend their neighbours’ bicycles"),
    ("edwin", 15, "drove people to evening classes", "nine people have passed their first exam"),
    ("sam.doyle", 14, "sorted winter coats", "everyone who asked had a coat by the first frost"),
]  # fmt: skip
STILL_OWED = [
    ("ben", 12, "repaired the kitchen of the house in Harbour Street over one weekend",
     "a family of five could cook at home from the Monday on"),
    ("priya", 70, "changed the discharge form so that it asks where somebody is going",
     "twelve people were found a place before they left the ward"),
    ("dominic", 9, "kept two ground-floor flats free until the lift was mended", ""),
]  # fmt: skip
IN_WELSH = (
    "sian", 11, "rhoi o’ch amser bob nos Fercher i wrando ar bobl hŷn",
    "cafodd saith o bobl fynd adref yn gynt, a chael rhywun i siarad Cymraeg â nhw",
)  # fmt: skip


def build() -> None:
    rosa = User.objects.get(email="rosa@aldermere.example")
    programme = Programme.objects.get()
    signatory = signatories.add(
        programme=programme,
        style="Eleanor Whitcombe",
        office_title="Director of Public Health",
        body=COUNCIL,
        office_from=timezone.localdate() - timedelta(days=430),
        signature_image=draw_signature(),
        by=rosa,
    )
    words = _words(programme, rosa)
    contributions.record_new()
    summer = [_event(programme, rosa, *one) for one in demo_sent.SUMMER]
    demo_sent.build(summer, words["official"], signatory)
    demo_research.build(words["official"], signatory)
    _two_who_get_no_letter(rosa)
    for owed in STILL_OWED:
        _event(programme, rosa, *owed)
    _call_to_make(rosa)
    audience_rules.keep(
        programme=programme,
        name="Gave time, and was never thanked",
        criteria=Criteria(kinds=("hours", "other"), before="never", is_whole=True),
        by=rosa,
    )
    _waiting_for_approval(_letterhead(programme, rosa), words["official"], signatory, rosa)
    _draft_in_welsh(programme, words["official"], signatory, rosa)
    welcome = [_event(programme, rosa, *one) for one in demo_minister.WELCOME]
    demo_minister.build(welcome, words["ministerial"], draw_signature())


def _words(programme: Programme, rosa: User) -> dict[str, TemplateVersion]:
    """A template of every ready wording, by its key."""
    words: dict[str, TemplateVersion] = {}
    for key, wording in WORDINGS.items():
        leading = words[wording.follows].template if wording.follows else None
        words[key] = templates.write(
            programme=programme,
            name=wording.name,
            kind=wording.kind,
            language=wording.language,
            format=wording.format,
            subject=wording.subject,
            body=wording.body,
            sibling_of=leading,
            follows=1 if leading else None,
            by=rosa,
        )
    return words


def _letterhead(programme: Programme, rosa: User) -> Letterhead:
    return letterheads.add(
        programme=programme,
        name="City Council, in greys",
        issuing_body=Organisation.objects.get(name=COUNCIL),
        artwork=draw_letterhead(COUNCIL),
        says=COUNCIL,
        valid_from=timezone.localdate() - timedelta(days=430),
        by=rosa,
    )


def _waiting_for_approval(
    letterhead: Letterhead, words: TemplateVersion, signatory: Signatory, rosa: User
) -> None:
    programme = letterhead.programme
    chosen = [_event(programme, rosa, *winter).pk for winter in FIRST_WINTER]
    edwin = Contributor.objects.get(email="edwin@aldermere.example")
    contact_facts.gone_away(contributor=edwin, since=timezone.localdate(), by=rosa)
    campaign = campaigns.begin(
        programme=programme,
        name="The first winter",
        template_version=words,
        signatory=signatory,
        letterhead=letterhead,
        dated_on=timezone.localdate(),
        personal_line=LINE,
        events=ContributionEvent.objects.filter(pk__in=chosen),
        by=rosa,
    )
    campaign = campaigns.freeze(campaign=campaign, by=rosa)
    approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)


def _draft_in_welsh(
    programme: Programme, words: TemplateVersion, signatory: Signatory, rosa: User
) -> Campaign:
    event = _event(programme, rosa, *IN_WELSH)
    return campaigns.begin(
        programme=programme,
        name="Diolch: letters in Welsh",
        template_version=words,
        signatory=signatory,
        dated_on=timezone.localdate(),
        events=ContributionEvent.objects.filter(pk=event.pk),
        by=rosa,
    )


def _call_to_make(rosa: User) -> None:
    """Late, and the lead has taken it on."""
    priya = Contributor.objects.get(email="priya@aldermere.example")
    contributors.change(contributor=priya, phone="07700 900142", by=rosa)
    acknowledgements.plan(
        event=ContributionEvent.objects.owed().filter(contributor=priya).order_by("due_on")[0],
        kind="call",
        thanker="programme_lead",
        giver=User.objects.get(email="lena@aldermere.example"),
        by=rosa,
    )


def _two_who_get_no_letter(rosa: User) -> None:
    """One whose name nobody has confirmed, and one who goes away in the meantime."""
    contributors.add(
        letter_name="Sam Doyle", salutation="Sam", email="sam.doyle@aldermere.example", by=rosa
    )
    contributors.add(
        letter_name="Mr Edwin Marsh",
        salutation="Mr Marsh",
        email="edwin@aldermere.example",
        confirmed_by=Contributor.NameSource.PARTNER,
        by=rosa,
    )
    bells = Contributor.objects.get(email="bells@aldermere.example")
    contributors.change(contributor=bells, address=ADDRESS, by=rosa)


def _event(
    programme: Programme, rosa: User, mailbox: str, days_ago: int, did: str, made_possible: str
) -> ContributionEvent:
    person = Contributor.objects.get(email=f"{mailbox}@aldermere.example")
    return contributions.add(
        programme=programme,
        contributor=person,
        organisation=Organisation.objects.filter(affiliations__contributor=person).first(),
        kind=ContributionEvent.Kind.OTHER,
        happened_on=timezone.localdate() - timedelta(days=days_ago),
        what_they_did=did,
        what_it_made_possible=made_possible,
        by=rosa,
    )
