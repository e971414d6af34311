"""Begin: the first programme and the first person who may do anything in it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from coalition.actions import programmes
from coalition.domain import DomainError
from coalition.models import Programme, User

NATIONS = [code for code, _ in Programme._meta.get_field("nation").choices or []]


class Command(BaseCommand):
    help = "Open a programme. Its lead gives everyone else their roles in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="such as 'Homes for Aldermere'")
        parser.add_argument("--purpose", required=True, help="one sentence, for visitors")
        parser.add_argument("--lead", metavar="EMAIL", required=True)
        parser.add_argument("--lead-name", default="", help="where the lead has no account yet")
        parser.add_argument("--office-email", required=True, help="where a person reads")
        parser.add_argument("--office-phone", default="")
        parser.add_argument("--nation", choices=NATIONS, default="ENG")

    def handle(self, *, name: str, lead: str, lead_name: str, **options: Any) -> None:
        user = User.objects.filter(email=lead.lower()).first()
        if user is None:
            if not lead_name:
                raise CommandError(f"{lead} has no account yet: give --lead-name as well.")
            user = User.objects.create_user(lead, name=lead_name)
        wanted = ("purpose", "office_email", "office_phone", "nation")
        fields = {field: options[field] for field in wanted}
        try:
            programmes.open_programme(name=name, slug=slugify(name), lead=user, **fields)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{name} is open. {user} leads it and gives others their roles.")
