"""The demo's doubles: an organisation and a person who were on the register twice, and a pair of
each that still is."""

from coalition.actions import contributors, merges, organisations
from coalition.models import Contributor, Organisation, Sector, User

TWICE = ("Vale Befrienders Association", "Befrienders of the Vale")
SAME_PERSON = ("Jo Parke", "Joanna Park")


def build(lead: User) -> None:
    for name in TWICE:
        organisations.add(name=name, sector=Sector.VOLUNTARY, area="Vale", by=lead)
    for number, name in enumerate(SAME_PERSON):
        contributors.add(
            letter_name=name,
            salutation=name,
            email=f"jo.park{number}@aldermere.example",
            confirmed_by=Contributor.NameSource.STAFF,
            by=lead,
        )
    keep = Organisation.objects.get(name="Vale Befrienders")
    merges.merge(
        keep=keep,
        lose=Organisation.objects.get(name=TWICE[1]),
        chosen={"name": keep.pk},
        by=lead,
    )
