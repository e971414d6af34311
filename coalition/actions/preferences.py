"""How somebody likes to be thanked: chosen by themselves, or heard by us."""

from typing import Any

from django.utils import timezone

from coalition.domain import action
from coalition.models import Contributor, JournalEntry, Preference, User
from coalition.models.contact_words import Channel, ConsentMeans, Publicity
from coalition.models.preference import PUBLICITY_WORDING, Owner

PREFERENCE_SET = "preference.set"
PUBLICITY_WITHDRAWN = "preference.publicity_withdrawn"
Means = ConsentMeans


@action
def choose(
    *, owner: Owner, by: User | None, means: str = Means.ONLINE, **wishes: Any
) -> Preference:
    """Set thanker, no_ministerial, channels, max_per_year, publicity and no_surveys; `by` is None
    for whoever came by their link. Consent keeps its wording, date and means; less than before is
    in force at once, for everything that asks from now on (PRF-2)."""
    _lock(owner)
    key = {owner._meta.model_name or "": owner}
    preference = Preference.objects.filter(**key).first() or Preference(**key)
    before = preference.publicity

    for name, value in wishes.items():
        setattr(preference, name, value)
    _note_consent(preference, before, means)
    preference.changed_at = timezone.now()
    preference.save()

    kind = PUBLICITY_WITHDRAWN if _is_less(preference.publicity, before) else PREFERENCE_SET
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=owner,
        concerns=owner if isinstance(owner, Contributor) else None,
        means=means,
        publicity=preference.publicity,
        wording=preference.publicity_wording,
    )
    return preference


@action
def stop_email(*, person: Contributor) -> Preference:
    """No more thanks by email, by one click of whoever got some. Twice is once; the rest of what
    they chose stays."""
    _lock(person)
    preference = Preference.objects.filter(contributor=person).first() or Preference(
        contributor=person
    )
    if Channel.EMAIL not in preference.channels:
        return preference

    left = [channel for channel in preference.channels if channel != Channel.EMAIL]
    return choose(owner=person, by=None, channels=left)


@action
def stop_surveys(*, person: Contributor, stopped: bool = True) -> Preference:
    """No more questions in letters, or again, as whoever got one says. Twice is once; the rest of
    what they chose stays."""
    _lock(person)
    preference = Preference.objects.filter(contributor=person).first() or Preference(
        contributor=person
    )
    if preference.no_surveys == stopped:
        return preference

    return choose(owner=person, by=None, no_surveys=stopped)


def _lock(owner: Owner) -> None:
    """Two at once follow each other, and letters to the person wait for both."""
    type(owner)._default_manager.select_for_update().get(pk=owner.pk)


def _note_consent(preference: Preference, before: str, means: str) -> None:
    """A new consent is dated; the old one stands as it was given, and none leaves nothing."""
    if preference.publicity == Publicity.NONE:
        preference.publicity_wording, preference.publicity_at = "", None
        preference.publicity_means = ""
    elif preference.publicity != before or preference.publicity_at is None:
        preference.publicity_wording = PUBLICITY_WORDING
        preference.publicity_at, preference.publicity_means = timezone.now(), means


def _is_less(publicity: str, before: str) -> bool:
    ladder = list(Publicity)
    return ladder.index(Publicity(publicity)) < ladder.index(Publicity(before))
