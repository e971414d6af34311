"""Print whom one can sign in as in the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from coalition.demo import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "List the people of the demo world and their password."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            return
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:<34} {person.says}")
        self.stdout.write(f"  The password of each is: {PASSWORD}")
