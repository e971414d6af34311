"""The demo's likely doubles, as the look through the register finds them; and two that are two."""

from coalition.actions import contributors, doubles, organisations
from coalition.models import LikelyDouble, Organisation, Sector, User

TENANTS, LANDLORD = "Harbour Homes Association", "Harbour Homes"
SIGNED_UP_TWICE = [
    ("Sian Wyn-Prosser", "Aldermere Hospitals NHS Trust"),
    ("Marguerite Featherstonehaugh-Cholmondeley", "Vale Befrienders"),
]


def build(lead: User) -> None:
    organisations.add(name=TENANTS, sector=Sector.VOLUNTARY, area="Southgate", by=lead)
    for letter_name, name in SIGNED_UP_TWICE:
        again = contributors.add(letter_name=letter_name, salutation=letter_name, by=lead)
        contributors.affiliate(
            contributor=again, organisation=Organisation.objects.get(name=name), by=lead
        )
    while doubles.look_on():
        pass
    two = [Organisation.objects.get(name=name) for name in (LANDLORD, TENANTS)]
    doubles.tell_apart(double=LikelyDouble.objects.between(*two).get(), by=lead)
