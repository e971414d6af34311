"""The ground of the demo world: the programme, its people and organisations, and their offers.

Built through actions, so that it obeys the rules. Every name is invented (product.md §10).
"""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from coalition import (
    demo_calls,
    demo_care,
    demo_doubles,
    demo_imports,
    demo_merge,
    demo_needs,
    demo_offers,
    demo_register,
)
from coalition.actions import contributors, organisations
from coalition.models import Contributor, Organisation, Programme, RoleGrant, Sector, User

PASSWORD = "aldermere"  # of people who do not exist
COUNCIL = "Aldermere City Council"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody whom a visitor can be."""

    email: str
    name: str
    says: str
    role: str = ""
    organisation: str = ""
    title: str = ""


# Whom one can be, in the order in which the story needs them.
PEOPLE = [
    DemoPerson(
        "lena@aldermere.example", "Lena Hartley", "Programme lead: offers and forums",
        "programme_lead", COUNCIL, "Head of resettlement",
    ),
    DemoPerson(
        "rosa@aldermere.example", "Rosa Bright", "Recognition admin: letters of thanks",
        "recognition_admin", COUNCIL, "Recognition lead",
    ),
    DemoPerson(
        "amir@aldermere.example", "Amir Saleh", "Recognition approver: a second pair of eyes",
        "recognition_approver", COUNCIL, "Head of correspondence",
    ),
    DemoPerson(
        "grace@aldermere.example", "Grace Adeyemi", "Chairs a forum, from a charity",
        "", "Open Door Aldermere", "Chief executive",
    ),
    DemoPerson(
        "dora@aldermere.example", "Dora Lindqvist", "Director: hands power over to forums",
        "", COUNCIL, "Director of Housing and Communities",
    ),
    DemoPerson(
        "pat@aldermere.example", "Pat Nowak", "Partner: logs offers for a community kitchen",
        "", "Aldermere Community Kitchen", "Volunteer coordinator",
    ),
    DemoPerson(
        "ben@aldermere.example", "Ben Okafor", "Offers his own time, and gets letters"
    ),
    DemoPerson(
        "ada@aldermere.example", "Ada Quill", "Administrator: keeps the register right",
        "administrator", COUNCIL, "Data officer",
    ),
    DemoPerson(
        "sam@aldermere.example", "Sam Whitlock", "Safeguarding lead: stops things, at once",
        "safeguarding_lead", COUNCIL, "Designated safeguarding lead",
    ),
    DemoPerson(
        "iris@aldermere.example", "Iris Tran", "Information rights officer: guards details",
        "info_rights_officer", COUNCIL, "Information rights",
    ),
    DemoPerson(
        "georgina@aldermere.example", "Georgina Hale",
        "Private office: nothing goes in the minister’s name without her",
        "private_office", "Office for New Arrivals", "Assistant private secretary",
    ),
]  # fmt: skip


# No role of their own: they came for their organisation.
SPEAK_FOR_THEIR_BODY = ("", "programme_lead")
# Fourteen organisations over ten sectors: (name, sector, area).
ORGANISATIONS = [
    (COUNCIL, Sector.LOCAL_GOVERNMENT, "Aldermere"),
    ("Vale District Council", Sector.LOCAL_GOVERNMENT, "Vale"),
    ("Aldermere Hospitals NHS Trust", Sector.NHS, "Aldermere and Vale"),
    ("Aldermere and Vale Integrated Care Board", Sector.NHS, "Aldermere and Vale"),
    ("Office for New Arrivals", Sector.CENTRAL_GOVERNMENT, ""),
    ("Open Door Aldermere", Sector.VOLUNTARY, "Aldermere"),
    ("Aldermere Community Kitchen", Sector.VOLUNTARY, "Aldermere, Northside"),
    ("Vale Befrienders", Sector.VOLUNTARY, "Vale"),
    ("St Brannoc’s and the Northside Mosque Partnership", Sector.FAITH, "Northside"),
    ("Kalyna: Ukrainians in Aldermere", Sector.DIASPORA, "Aldermere"),
    ("Been There Network", Sector.LIVED_EXPERIENCE, "Aldermere and Vale"),
    ("Harbour Homes", Sector.HOUSING, "Aldermere, Southgate"),
    ("Fernley Coaches", Sector.BUSINESS, "Vale"),
    ("Wheelwrights Repair Co-operative", Sector.SOCIAL_ENTERPRISE, "Southgate"),
]

# People without an account: (letter name, salutation, e-mail, organisation, role, language).
OTHERS = [
    ("Dr Siân Ŵyn-Prosser", "Dr Ŵyn-Prosser", "sian", "Aldermere Hospitals NHS Trust",
     "Consultant geriatrician", "cy"),
    ("Оксана Мельник", "пані Оксано", "oksana", "Kalyna: Ukrainians in Aldermere", "Chair", "uk"),
    ("Tom and Ifeoma Bell", "Tom and Ifeoma", "bells", "", "", "en"),
    ("Imam Yusuf Demir", "Imam Demir", "yusuf",
     "St Brannoc’s and the Northside Mosque Partnership", "Imam", "en"),
    ("Marguerite Eleanor Constance Featherstonehaugh-Cholmondeley", "Mrs Featherstonehaugh",
     "marguerite", "Vale Befrienders", "Trustee", "en"),
    ("Kofi Asante", "Mr Asante", "kofi", "Been There Network", "Member", "en"),
    ("Priya Raman", "Ms Raman", "priya", "Aldermere and Vale Integrated Care Board",
     "Discharge lead", "en"),
    ("Hugh Fernley", "Mr Fernley", "hugh", "Fernley Coaches", "Director", "en"),
    ("Jo Park", "Jo", "jo", "Wheelwrights Repair Co-operative", "Member", "en"),
    ("Helen Brook", "Ms Brook", "helen", "Vale District Council", "Housing manager", "en"),
    ("Dominic Shaw", "Mr Shaw", "dominic", "Harbour Homes", "Neighbourhood manager", "en"),
    ("Ruth Calder", "Ms Calder", "ruth", "Office for New Arrivals", "Regional adviser", "en"),
]  # fmt: skip


def build() -> None:
    programme = Programme.objects.create(
        name="Homes for Aldermere",
        slug="homes-for-aldermere",
        purpose="Helping people who had to leave home to settle, stay well and belong.",
        office_email="office@aldermere.example",
        office_phone="0300 555 0142",
    )
    accounts = [_account(programme, person) for person in PEOPLE]
    lead = accounts[0]
    for name, sector, area in ORGANISATIONS:
        organisations.add(name=name, sector=sector, area=area, by=lead)
    for person, user in zip(PEOPLE, accounts, strict=True):
        if person.organisation:
            speaks = person.role in SPEAK_FOR_THEIR_BODY
            _place(user.contributor, person.organisation, person.title, lead, can_act=speaks)
    for letter_name, salutation, mailbox, organisation, title, language in OTHERS:
        other = contributors.add(
            letter_name=letter_name,
            salutation=salutation,
            email=f"{mailbox}@aldermere.example",
            language=language,
            confirmed_by=Contributor.NameSource.PARTNER,
            by=lead,
        )
        if organisation:
            _place(other, organisation, title, lead)
    demo_register.build(lead)
    demo_merge.build(lead)
    demo_imports.build(lead)
    demo_offers.build(programme, lead)
    demo_calls.build(programme, lead)
    demo_needs.build(programme, lead)
    demo_care.build(lead, User.objects.get(email="sam@aldermere.example"))
    demo_doubles.build(lead)


def _account(programme: Programme, person: DemoPerson) -> User:
    user = User.objects.create_user(person.email, PASSWORD, name=person.name)
    contributor = contributors.link_account(user=user, email=person.email)
    contributors.change(contributor=contributor, by=user, salutation=person.name.split()[0])
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    if person.role:
        RoleGrant.objects.create(user=user, programme=programme, role=person.role)
    return user


def _place(
    person: Contributor, organisation: str, title: str, by: User, *, can_act: bool = False
) -> None:
    contributors.affiliate(
        contributor=person,
        organisation=Organisation.objects.get(name=organisation),
        role_title=title,
        can_speak_for=can_act,
        coordinates=can_act,
        by=by,
    )
