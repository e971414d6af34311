"""The address where one click stops thanks by email, for whoever got a letter (RFC 8058).

Its key is an HMAC of the letter's reference with the site's secret: no query when a letter is put
together, and it opens as long as the letter is kept, since it does one thing only."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from recognition.models import Letter

PURPOSE = "recognition.letter.stop"


def key_of(letter: Letter) -> str:
    return salted_hmac(PURPOSE, letter.ref, algorithm="sha256").hexdigest()


def is_opened_by(letter: Letter, key: str) -> bool:
    return constant_time_compare(key, key_of(letter))


def path_of(letter: Letter) -> str:
    return reverse("recognition:letter_stop", args=[letter.ref, key_of(letter)])


def headers(letter: Letter) -> dict[str, str]:
    """For mail programs, which show a button of their own: by mail to the office, or one click."""
    ask = f"mailto:{letter.campaign.programme.office_email}?subject=Unsubscribe%20{letter.ref}"
    return {
        "List-Unsubscribe": f"<{settings.SITE_URL}{path_of(letter)}>, <{ask}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
