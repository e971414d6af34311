"""The ground of the demo world: the programme, its people and organisations, and their offers.

Built through actions, so that it obeys the rules. Names are fictional (product.md §10).
"""

from dataclasses import dataclass


from coalition.actions import contributors
from coalition.models import Programme, RoleGrant, User

PASSWORD = "aldermere"


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    says: str
    role: str = ""
    organisation: str = ""
    coordinates: bool = False


def people() -> list[DemoPerson]:
    """Whom one can be, in the order in which the story needs them."""
    return [
        DemoPerson("lena@aldermere.example", "Lena Hartley", "Programme lead: offers, forums",
                   "programme_lead", "Aldermere City Council"),
        DemoPerson("rosa@aldermere.example", "Rosa Bright", "Recognition admin: letters",
                   "recognition_admin", "Aldermere City Council"),
        DemoPerson("amir@aldermere.example", "Amir Saleh", "Recognition approver: a second pair of eyes",
                   "recognition_approver", "Aldermere City Council"),
        DemoPerson("grace@aldermere.example", "Grace Adeyemi", "Forum chair, from a charity",
                   "", "Open Door Aldermere", True),
        DemoPerson("pat@aldermere.example", "Pat Nowak", "Partner coordinator: offers for her organisation",
                   "", "Aldermere Community Kitchen", True),
        DemoPerson("ben@aldermere.example", "Ben Okafor", "Contributor: offers and letters of his own"),
    ]


def build() -> None:
    programme = Programme.objects.create(
        name="Homes for Aldermere",
        slug="homes-for-aldermere",
        purpose="Helping people who had to leave home to settle, stay well and belong in Aldermere.",
        office_email="office@aldermere.example",
        office_phone="0300 555 0142",
    )
    for person in people():
        _person(programme, person)


def _person(programme: Programme, person: DemoPerson) -> None:
    user = User.objects.create_user(person.email, PASSWORD, name=person.name)
    contributors.link_account(user=user, email=person.email)
    if person.role:
        RoleGrant.objects.create(user=user, programme=programme, role=person.role)


