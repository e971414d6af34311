"""Bring in a spreadsheet without a browser: the same actions, the same checks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition import spreadsheets
from coalition.actions import import_steps, imports
from coalition.imports.kind import kinds, of
from coalition.imports.references import REFERENCES, SAY_WHOSE
from coalition.models import Import, User

SHOWN = 10  # problems
OUTCOMES = {
    "new": "new",
    "changed": "changed",
    "same": "the same already",
    "repeated": "twice in the file",
    "left": "left out, for they may be on the register already",
    "faulty": "need correcting",
}


class Command(BaseCommand):
    help = "Bring records from a spreadsheet onto the register. Twice does no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=kinds())
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="to a question of the kind, such as sector=VC",
        )
        parser.add_argument("--source", default="", help="whose references the file has")
        parser.add_argument("--by", metavar="EMAIL", help="who does this, for the journal")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and change nothing"
        )

    def handle(self, *, kind: str, file: Path, dry_run: bool, **options: Any) -> None:
        by = _person(options["by"])
        answers = dict(answer.partition("=")[::2] for answer in options["answer"])
        job = self._checked(kind, file, answers, options["source"], by)
        self._print(job.forecast)
        if dry_run:
            imports.discard(job=job)
            self.stdout.write("Nothing was saved.")
            return
        imports.start(job=job, seen=job.checked_at, by=by)
        import_steps.carry_out(import_id=job.pk)
        job.refresh_from_db()
        self.stdout.write(f"Done: {job.result['new']:,} added, {job.result['changed']:,} changed.")

    def _checked(
        self, kind: str, file: Path, answers: dict[str, str], source: str, by: User | None
    ) -> Import:
        try:
            with file.open("rb") as contents:
                job = imports.upload(kind=kind, file_name=file.name, contents=contents, by=by)
        except (OSError, spreadsheets.Unreadable) as error:
            raise CommandError(str(error)) from error
        for notice in job.notices:
            self.stdout.write(notice)
        options = _options(job, answers, by)
        for position, holds in job.matched.items():
            self.stdout.write(f"{job.labels[position]}: {holds}")
        if REFERENCES & {*job.matched.values()} and not source:
            raise CommandError(f"{SAY_WHOSE} (--source).")
        imports.match(job=job, columns=job.matched, options=options, source=source)
        import_steps.carry_out(import_id=job.pk)
        job.refresh_from_db()
        return job

    def _print(self, forecast: dict[str, Any]) -> None:
        for outcome, words in OUTCOMES.items():
            self.stdout.write(f"{forecast[outcome]:7,} {words}")
        for problem in forecast["faults_shown"][:SHOWN]:
            self.stdout.write(
                f"Row {problem['row']}, {problem['column']}, “{problem['says']}”: {problem['todo']}"
            )
        if forecast["remarks"]:
            self.stdout.write(
                f"{forecast['remarks']:,} values are left out; see them in the browser."
            )
        if forecast["warnings"]:
            self.stdout.write(
                f"{forecast['warnings']:,} values may tell of others; see them in the browser."
            )


def _options(job: Import, answers: dict[str, str], by: User | None) -> dict[str, str]:
    """The answers to the questions of the kind; says which one is missing."""
    kind = of(job)
    for one_of, missing in kind.needs:
        if one_of.isdisjoint(job.matched.values()):
            raise CommandError(f"{missing}: import the file in the browser, where you can.")
    options = {}
    for question in kind.questions:
        value = answers.get(question.name, job.options.get(question.name, question.initial))
        allowed = [key for key, _ in question.choices(by) if key]
        if value not in allowed and (value or question.required):
            raise CommandError(
                f"{question.missing}, such as --answer {question.name}={allowed[0]}."
            )
        options[question.name] = value
    return options


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person
