"""Badges as others can verify them: a credential that we sign (Open Badges 3.0, VC-JWT, EdDSA), and
the signed list of those that were withdrawn (Bitstring Status List 1.0). Nothing is stored: both
are made of the row each time, with a key that only this site has."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.urls import reverse
from openbadgeslib import ob3

from coalition.contact import Channel, Purpose, may_contact
from coalition.models import Contributor
from recognition import scripts
from recognition.models import Badge

THEIRS_TO_CHOOSE = {"", "preference"}
ALGORITHM, PURPOSE = "EdDSA", "revocation"
NOT_ADULT = (
    "A badge is public, so we need to know that you are an adult. Ask whoever runs your programme"
    " to note that you are, then make one."
)
NOT_NOW = "No badge can be made at the moment. Ask whoever runs your programme."
CRITERIA = "Given to somebody whom the programme has thanked for this, and who asked for it."


def credential(badge: Badge) -> str:
    """The compact JWT that whoever verifies it reads. It holds what the page shows, and no more."""
    event = badge.event
    made = ob3.OpenBadgeCredential(
        issuer=ob3.Issuer(id=_issuer(), name=event.programme.name, url=settings.SITE_URL),
        recipient_id=f"{badge.url}#holder",
        achievement=ob3.Achievement(
            id=f"{badge.url}#achievement",
            name=f"Thanked by {event.programme.name}",
            description=description(badge),
            criteria_narrative=CRITERIA,
        ),
        id=badge.url,
        name=f"Thanked by {event.programme.name}",
        issuance_date=badge.made_at,
        credential_status=[ob3.status_entry(status_url(), PURPOSE, badge.pk)],
    )
    return ob3.OB3Signer(_private_pem(), algorithm=ALGORITHM).sign(made)


def is_genuine(token: str) -> bool:
    """Signed by us, and not changed since; whether it was withdrawn, the list says."""
    try:
        ob3.OB3Verifier(_public_pem()).verify(token)
    except ob3.OB3VerificationError:
        return False
    return True


def status_list(withdrawn: Iterable[int], now: datetime) -> str:
    """The signed list: by number, which badges were withdrawn."""
    unsigned = ob3.build_status_list_credential(
        issuer_id=_issuer(), url=status_url(), purpose=PURPOSE, set_indices=withdrawn, issued=now
    )
    return ob3.sign_status_list_credential(unsigned, _private_pem(), ALGORITHM)


def status_url() -> str:
    return f"{settings.SITE_URL}{reverse('recognition:badge_status')}"


def name_on(badge: Badge) -> str:
    """As its owner chose; empty for none."""
    person = badge.event.contributor
    match badge.shown_as:
        case Badge.ShownAs.FULL_NAME:
            return person.letter_name
        case Badge.ShownAs.FIRST_NAME:
            return scripts.first_name(person)
    return ""


def description(badge: Badge) -> str:
    who = name_on(badge) or "Somebody"
    return f"{who} {badge.event.what_they_did}."


def why_none(person: Contributor) -> str:
    """Why they cannot make one now, said to themselves; empty where they can (CON-3, HLD-2)."""
    answer = may_contact(person, Channel.IN_PERSON, Purpose.PUBLICITY)
    if answer.code in THEIRS_TO_CHOOSE:
        return ""
    return NOT_ADULT if answer.code == "not_adult" else NOT_NOW


def may_be_shown(badge: Badge) -> bool:
    """A hold, or whatever else stops naming somebody in public, takes the page away (HLD-2). What
    they said of publicity in general does not: they chose this themselves."""
    return not why_none(badge.event.contributor)


def _private_pem() -> str:
    """settings.BADGE_KEY; without one, a key that follows from the secret of the site."""
    if settings.BADGE_KEY:
        return settings.BADGE_KEY.replace("\\n", "\n")
    seed = hashlib.sha256(f"badges:{settings.SECRET_KEY}".encode()).digest()
    return (
        Ed25519PrivateKey.from_private_bytes(seed)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def _public_pem() -> str:
    key = serialization.load_pem_private_key(_private_pem().encode(), password=None)
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def _issuer() -> str:
    """did:key: whoever has the badge has what verifies it."""
    return ob3.did_key_from_pem(_public_pem())
