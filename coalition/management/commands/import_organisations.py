"""Bring in a spreadsheet of organisations without a browser: the same actions, the same checks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition import spreadsheets
from coalition.actions import organisation_imports
from coalition.models import OrganisationImport, Sector, User
from coalition.spreadsheets.organisations import Holds, guess, guess_sector

SHOWN = 10  # problems
KINDS = {
    "new": "new",
    "changed": "changed",
    "same": "the same already",
    "repeated": "twice in the file",
    "faulty": "need correcting",
}


class Command(BaseCommand):
    help = "Bring organisations from a CSV file onto the register. Twice does no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--sector",
            choices=Sector.values,
            help="of new organisations to which the file gives none",
        )
        parser.add_argument("--by", metavar="EMAIL", help="who does this, for the journal")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and change nothing"
        )

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        job = self._checked(file, options["sector"], _person(options["by"]))
        self._print(job.forecast)
        if dry_run:
            organisation_imports.discard(organisation_import=job)
            self.stdout.write("Nothing was saved.")
            return
        organisation_imports.start(organisation_import=job, seen=job.checked_at, by=job.uploaded_by)
        organisation_imports.carry_out(import_id=job.pk)
        job.refresh_from_db()
        self.stdout.write(f"Done: {job.result['new']:,} added, {job.result['changed']:,} changed.")

    def _checked(self, file: Path, sector: str | None, by: User | None) -> OrganisationImport:
        try:
            contents = file.read_bytes()
            table = spreadsheets.read(contents)
        except (OSError, spreadsheets.Unreadable) as error:
            raise CommandError(str(error)) from error
        for notice in table.notices:
            self.stdout.write(notice)
        columns = guess(table)
        if Holds.NAME not in columns.values():
            raise CommandError(
                "No column is headed “Name”. Name one so, or import the file in the browser, where"
                " you can choose."
            )
        for position, holds in columns.items():
            self.stdout.write(f"{table.columns[position].label}: {holds}")
        sector = sector or guess_sector(table, columns)
        if not sector:
            raise CommandError("Say which sector they are in, such as --sector VC.")
        job = organisation_imports.upload(file_name=file.name, contents=contents, by=by)
        return organisation_imports.check(organisation_import=job, columns=columns, sector=sector)

    def _print(self, forecast: dict[str, Any]) -> None:
        for kind, words in KINDS.items():
            self.stdout.write(f"{forecast[kind]:7,} {words}")
        for problem in forecast["faults_shown"][:SHOWN]:
            self.stdout.write(
                f"Row {problem['row']}, {problem['column']}, “{problem['says']}”: {problem['todo']}"
            )
        if forecast["remarks"]:
            self.stdout.write(
                f"{forecast['remarks']:,} values are left out; see them in the browser."
            )


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person
