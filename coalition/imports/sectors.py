"""The history of sectors, kept in step with what an import writes (ORG-3)."""

from coalition.imports import tables
from coalition.models import Import, ImportChange, Organisation, OrganisationSector

ORGANISATIONS = Organisation._meta.db_table
HISTORY = OrganisationSector._meta.db_table
CHANGES = ImportChange._meta.db_table
TODAY = "(now() at time zone 'Europe/London')::date"


def keep_in_step(job: Import) -> None:
    """For organisations that this import added or changed: the open row of each one's history says
    the sector that it is in now, from today where another was said until yesterday."""
    # “not in” is looked up once; “not exists” might look through all that this itself adds.
    tables.execute(
        f"""
        insert into {HISTORY} (organisation_id, sector)
        select o.id, o.sector from {ORGANISATIONS} o
        where (o.came_by_id = %s or o.id in (
                select target from {CHANGES} where job_id = %s and "table" = '{ORGANISATIONS}'))
            and o.id not in (select organisation_id from {HISTORY} where to_on is null)
        """,
        [job.pk, job.pk],
    )
    moved = f"""
        from {ORGANISATIONS} o join {CHANGES} c on c.target = o.id
        where c.job_id = {job.pk} and c."table" = '{ORGANISATIONS}'
            and h.organisation_id = o.id and h.to_on is null and h.sector <> o.sector
    """
    tables.execute(f"update {HISTORY} h set sector = o.sector {moved} and h.from_on = {TODAY}")
    tables.execute(
        f"""
        with closed as (
            update {HISTORY} h set to_on = {TODAY} - 1 {moved}
            returning o.id, o.sector
        )
        insert into {HISTORY} (organisation_id, sector, from_on)
        select id, sector, {TODAY} from closed
        """
    )
