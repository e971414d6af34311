"""What of our letters still ties an organisation to the coalition (ORG-4)."""

from collections.abc import Iterator

from coalition.models import Organisation
from coalition.ties import Tie
from recognition.models import Letter


def undelivered_letters(organisation: Organisation) -> Iterator[Tie]:
    """Letters for what was done through it, that neither went nor were cancelled."""
    waiting = Letter.objects.filter(event__organisation=organisation)
    for letter in waiting.exclude(status__in=Letter.SETTLED).order_by("pk"):
        stands = letter.get_status_display().lower()
        words = f"Letter {letter.ref} to {letter.letter_name} is not delivered: {stands}"
        yield Tie(words, letter.get_absolute_url())
