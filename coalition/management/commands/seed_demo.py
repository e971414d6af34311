"""Fill an empty database with the demo world, through the same actions that people use."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.module_loading import import_string

from coalition.models import User


class Command(BaseCommand):
    help = "Build the demo world: Homes for Aldermere. Only with DEMO=yes, only into an empty site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where people are already here."
        )

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo world is for DEMO=yes only; see .env.example.")
        if User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There are people here already; the demo fills an empty database.")
        for app in settings.OUR_APPS:
            import_string(f"{app}.demo.build")()
