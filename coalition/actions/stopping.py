"""What waits for people stops when contact with them stops: mail here, and whatever other apps
name in settings. Whoever calls holds the people's rows."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from coalition.actions import mail
from coalition.domain import action
from coalition.models import Contributor, Hold, User
from coalition.models.hold import Subject


@action
def hold_back(
    *, people: Iterable[int], subject: Subject, scopes: Iterable[str], by: User
) -> dict[str, int]:
    """HLD-2: mail that waits is cancelled, letters are held; how many of each."""
    people, scopes = list(people), list(scopes)
    mails = mail.stop_for(people=people) if Hold.Scope.CONTACT in scopes else 0
    letters = 0
    for name in settings.HELD_WITH_PEOPLE:
        letters += import_string(name)(people=people, subject=subject, scopes=scopes, by=by)
    return {"mails": mails, "letters": letters}


@action
def cancel_all(*, person: Contributor, reason: str, by: User | None) -> dict[str, int]:
    """CON-2: nothing that waits for this person goes; how many mails and letters that is."""
    mails, letters = mail.stop_for(people=[person.pk]), 0
    for name in settings.CANCELLED_WITH_PEOPLE:
        letters += import_string(name)(person=person, reason=reason, by=by)
    return {"mails": mails, "letters": letters}
