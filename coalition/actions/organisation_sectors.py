"""The history of sectors, kept in step with the sectors that organisations are in now (ORG-3)."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from coalition.domain import action
from coalition.models import Organisation, OrganisationSector


@action
def record(*, organisations: Collection[Organisation]) -> None:
    """Note the sector that each of these has just been saved with, from today. For any number of
    them, two queries and as many writes; call it whenever `sector` is written."""
    today = timezone.localdate()
    latest = OrganisationSector.objects.select_for_update().filter(to_on=None)
    rows = {row.organisation_id: row for row in latest.filter(organisation__in=organisations)}
    new, changed = [], []
    for organisation in organisations:
        row = rows.get(organisation.pk)
        if row is None:
            new.append(OrganisationSector(organisation=organisation, sector=organisation.sector))
        elif row.sector != organisation.sector:
            changed.append(row)
            if row.from_on == today:
                row.sector = organisation.sector
            else:
                row.to_on = today - timedelta(days=1)
                new.append(
                    OrganisationSector(
                        organisation=organisation, sector=organisation.sector, from_on=today
                    )
                )

    OrganisationSector.objects.bulk_update(changed, ["sector", "to_on"])
    OrganisationSector.objects.bulk_create(new)
