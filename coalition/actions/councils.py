"""The table of councils, brought up to date."""

from coalition.council_files import CouncilRow
from coalition.domain import action
from coalition.models import Council

FIELDS = ["name", "name_cy", "tier", "nation", "region", "starts_on", "ends_on", "names"]


@action
def load(*, rows: list[CouncilRow]) -> int:
    """Add or update these councils, and say how many they are. Twice does no harm; a council that
    is not among them stays, for organisations may work there."""
    Council.objects.bulk_create(
        [row.council for row in rows],
        update_conflicts=True,
        unique_fields=["gss"],
        update_fields=[*FIELDS, "former_gss"],
    )
    for row in rows:
        row.council.county_id = row.county or None
    Council.objects.bulk_update([row.council for row in rows], ["county"])
    _replace_successors(rows)
    return len(rows)


def _replace_successors(rows: list[CouncilRow]) -> None:
    link = Council.successors.through
    link.objects.filter(from_council__in=[row.council.pk for row in rows]).delete()
    link.objects.bulk_create(
        link(from_council_id=row.council.pk, to_council_id=gss)
        for row in rows
        for gss in row.successors
    )
