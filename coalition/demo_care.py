"""People of the demo world who need care: on hold, in a household, with wishes, and one who died.

Every name is invented."""

from datetime import timedelta

from django.utils import timezone

from coalition.actions import contact_facts, contributors, holds, households, preferences
from coalition.models import Contributor, Hold, User

# (letter name, salutation, mailbox)
PEOPLE = [
    ("Neil Ashdown", "Mr Ashdown", "neil"),
    ("Petra Lowe", "Ms Lowe", "petra"),
    ("Harvey Quinn", "Harvey", "harvey"),
    ("Margaret Holt", "Mrs Holt", "margaret"),
    ("David Holt", "Mr Holt", "david"),
    ("Winifred Gale", "Miss Gale", "winifred"),
]
Means = preferences.Means


def build(lead: User, safeguarding_lead: User) -> None:
    neil, petra, harvey, margaret, david, winifred = _people(lead)
    today = timezone.localdate()
    month = today + timedelta(days=30)
    holds.place(
        subject=neil,
        scopes=[Hold.Scope.CONTACT, Hold.Scope.SEATS],
        external_ref="SG-0142",
        review_by=month,
        by=safeguarding_lead,
    )
    late = holds.place(
        subject=petra, scopes=[Hold.Scope.RECOGNITION], review_by=month, by=safeguarding_lead
    )
    Hold.objects.filter(pk=late.pk).update(
        reviewed_on=today - timedelta(days=60), review_by=today - timedelta(days=3)
    )
    holds.ask_for(subject=harvey, scopes=[Hold.Scope.MATCHING], review_by=month, by=lead)
    households.begin(
        people=[margaret, david],
        joint_letter_name="Margaret and David Holt",
        joint_salutation="Margaret and David",
        address="4 Tanner’s Row\nAldermere\nAL1 4QT",
        by=lead,
    )
    _wishes(margaret, lead, no_ministerial=True, channels=["email", "post"])
    _wishes(david, lead, thanker="people_helped", channels=["in_person"], max_per_year=1)
    contact_facts.record_death(
        contributor=winifred,
        died_on=today - timedelta(days=12),
        source=Contributor.DeathSource.FAMILY,
        by=lead,
    )


def _people(lead: User) -> list[Contributor]:
    return [
        contributors.add(
            letter_name=letter_name,
            salutation=salutation,
            email=f"{mailbox}@aldermere.example",
            adult=Contributor.Adult.YES,
            by=lead,
        )
        for letter_name, salutation, mailbox in PEOPLE
    ]


def _wishes(person: Contributor, lead: User, **wishes: object) -> None:
    preferences.choose(owner=person, means=Means.PHONE, by=lead, **wishes)
