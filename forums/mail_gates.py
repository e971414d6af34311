"""Whether mail that is owed may still go, asked at the moment when it leaves (L6)."""

from coalition import holds
from coalition.models import Mail
from forums.models import Digest, Membership

DIGEST_KEY = "forum_digest:{digest}:{told}"


def digest_is_wanted(mail: Mail) -> bool:
    """Not after somebody has stopped it, has left, has a new scope to acknowledge (MEM-1), or while
    a hold is on their seats (HLD-2). Whoever stops it meanwhile waits until it is on its way."""
    number = mail.key.split(":")[1]
    digest = Digest.objects.select_for_update().filter(pk=number).first()
    if digest is None or digest.frequency == Digest.Frequency.NONE:
        return False
    readers = Membership.objects.live().in_place().acknowledged().select_related("contributor")
    reader = readers.filter(pk=digest.membership_id).first()
    return reader is not None and not holds.in_force(reader.contributor, holds.Scope.SEATS)
