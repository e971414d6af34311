"""Check that nobody changed what must be provable."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition.models import JournalSeal, Programme
from coalition.verifying import Noted, faults, is_kept

SHOWN = 20


class Command(BaseCommand):
    help = "Check the chains of delegations, decisions, overrides and approvals in the journal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--noted",
            action="append",
            default=[],
            metavar="CHAIN:NUMBER:HASH",
            help="a last seal that was written down elsewhere, which must still be there",
        )

    def handle(self, *, noted: list[str], **options: Any) -> None:
        found = list(faults())
        for fault in found[:SHOWN]:
            self.stderr.write(f"Entry {fault.entry}: {fault.words}.")
        if len(found) > SHOWN:
            self.stderr.write(f"And {len(found) - SHOWN} more.")
        gone = [text for text in noted if not is_kept(_read(text))]
        for text in gone:
            self.stderr.write(f"Not there any more: {text}.")
        if found or gone:
            raise CommandError("The journal is not what it was.")
        names = dict(Programme.objects.values_list("pk", "name"))
        for head in JournalSeal.objects.heads():
            words = names.get(head.chain, "No programme")
            self.stdout.write(f"{words}: {head.number} sealed entries, all whole. {head}")
        self.stdout.write("Write the last seals down elsewhere: --noted checks them next time.")


def _read(text: str) -> Noted:
    try:
        return Noted.read(text)
    except ValueError as error:
        raise CommandError(f"Write a seal as it was printed, chain:number:hash: {text}") from error
