"""After a restore: what stands still, and to say that letters may go again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition.domain import DomainError
from coalition.models import User
from recognition import epochs
from recognition.actions import restores
from recognition.models import Epoch


class Command(BaseCommand):
    help = "Say whether letters wait because the site came from a backup; with --by, let them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", metavar="EMAIL", help="who has seen to what went since")

    def handle(self, *, by: str | None, **options: Any) -> None:
        paused = restores.pause_restored()
        if not epochs.is_restored(Epoch.objects.filter(pk=1).first()):
            self.stdout.write("This is the database that sent the letters so far: they may go.")
            return
        if not by:
            self.stdout.write(
                f"The database came from a backup, so no letter goes; {paused} campaigns were put"
                " on pause just now.\nSee to what went after the backup (docs/operators.md), then"
                " say so: after_restore --by EMAIL"
            )
            return
        try:
            restores.confirm(by=User.objects.get(email=by))
        except (User.DoesNotExist, DomainError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("Letters may go. Let each campaign go again in the browser.")
