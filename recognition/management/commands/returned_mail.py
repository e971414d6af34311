"""Take in one returned mail from a mail server's pipe: `manage.py returned_mail < mail`."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError

from recognition.actions import bounces
from recognition.returned_mail import LARGEST_BYTES


class Command(BaseCommand):
    help = "Read one returned mail from standard input. The same mail twice does no harm."

    def handle(self, **options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST_BYTES + 1)
        try:
            bounce = bounces.take_in(raw=raw)
        except OperationalError as error:
            self.stderr.write(f"The database does not answer: {error}")
            sys.exit(os.EX_TEMPFAIL)  # the mail server keeps it, and tries again
        self.stdout.write(f"{bounce.letter}: {bounce}" if bounce else "Nothing to take in.")
