"""Bring the table of councils up to date from the file that mySociety publishes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition.actions import councils
from coalition.council_files import read_councils


class Command(BaseCommand):
    help = "Load the councils of the UK, past and present. Twice does no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="uk_local_authorities.csv")
        parser.add_argument("--aliases", type=Path, help="other names: la-name, code")
        parser.add_argument("--history", type=Path, help="other GSS codes: gss-code, code")

    def handle(
        self, *, file: Path, aliases: Path | None, history: Path | None, **options: Any
    ) -> None:
        try:
            rows, without = read_councils(file, aliases, history)
        except OSError as error:
            raise CommandError(str(error)) from error
        except (KeyError, UnicodeDecodeError, ValueError) as error:
            raise CommandError(
                "This is not a table of councils as mySociety publishes it"
                f" (uk_local_authorities.csv): {error}"
            ) from error
        loaded = councils.load(rows=rows)
        self.stdout.write(f"{loaded} councils are here.")
        if without:
            self.stdout.write(f"{len(without)} long gone have no GSS code, and were left out.")
