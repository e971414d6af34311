"""How two rows liked to be thanked, as one: what either allows less counts (PRF-1)."""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Any

from coalition import wishes
from coalition.merging.relations import Relation
from coalition.merging.steps import Steps
from coalition.models import Contributor, Preference
from coalition.models.contact_words import Channel, Publicity
from coalition.models.mergeable import Mergeable

NO_CONSENT = {
    "publicity": Publicity.NONE,
    "publicity_wording": "",
    "publicity_at": None,
    "publicity_means": "",
}


def combine(steps: Steps, relation: Relation, keep: Mergeable, lose: Mergeable) -> None:
    """Consent of a person to be named is theirs, as long as one of the two rows may be somebody
    else: a row that was never asked has not consented (PRF-2)."""
    ours, theirs = relation.rows(keep).first(), relation.rows(lose).first()
    if theirs is not None and ours is not None:
        steps.change(ours, **_strictest(ours, theirs))
        return
    steps.move(relation.rows(lose), relation.field, keep)
    one = relation.rows(keep).first()
    if one is not None and isinstance(keep, Contributor) and one.publicity != Publicity.NONE:
        steps.change(one, **NO_CONSENT)


def share(kept: Mergeable, merged: Mergeable, at: datetime) -> Callable[[], None]:
    """What was said after the merge may be meant for either, so it counts for both."""
    owner = str(kept._meta.model_name)
    said = Preference.objects.filter(**{owner: kept}, changed_at__gt=at).first()

    def count_for_both() -> None:
        if said is None:
            return
        for row in (kept, merged):
            own = Preference.objects.filter(**{owner: row}).first()
            if own is None:
                own = copy(said)
                own.pk = None
                setattr(own, owner, row)
            for name, value in _strictest(own, said).items():
                setattr(own, name, value)
            own.save()

    return count_for_both


def _strictest(ours: Preference, theirs: Preference) -> dict[str, Any]:
    """Whom one would be thanked by and the other not, there is nobody left: then never."""
    both = wishes.most_restrictive([wishes.of(ours), wishes.of(theirs)])
    consent = ours if both.publicity == ours.publicity else theirs
    only = {ours.thanker, theirs.thanker} - {""}
    never = not both.thankers
    return {
        "thanker": next(iter(only)) if len(only) == 1 else ours.thanker,
        "no_ministerial": ours.no_ministerial or theirs.no_ministerial,
        "no_surveys": ours.no_surveys or theirs.no_surveys,
        "channels": [channel for channel in Channel.values if channel in both.channels],
        "max_per_year": 0 if never else both.max_per_year,
        **{name: getattr(consent, name) for name in NO_CONSENT},
    }
