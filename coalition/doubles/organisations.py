"""Which organisations look like one another."""

from collections.abc import Collection, Iterator

from coalition import alike
from coalition.alike import OrganisationFacts, significant_words
from coalition.alike.letters import plain
from coalition.alike.vocabulary import LEGAL
from coalition.alike.words import SIGNS
from coalition.doubles.pairs import Pair, pair
from coalition.models import Organisation, OrganisationIdentifier, OrganisationSuccession

WORDS = 3  # of a name, those that fewest others have
MOST = 60  # near one name


def likenesses(pks: Collection[int], known: Collection[Pair]) -> dict[Pair, alike.Likeness]:
    """Of these organisations and those near them, and of the pairs that are known already."""
    rows = Organisation.objects.standing().filter(pk__in=pks)
    near = {pair(one.pk, other) for one in rows for other in _near(one)} | set(known)
    facts = _facts({pk for both in near for pk in both})
    return {
        (first, second): alike.organisations(facts[first], facts[second])
        for first, second in near - _relatives(facts)
        if first in facts and second in facts
    }


def _near(one: Organisation) -> Iterator[int]:
    """Those with much the same name, the closest first; and who is at the same place."""
    others = Organisation.objects.standing().exclude(pk=one.pk).values_list("pk", flat=True)
    for words in {words for name in {one.name, one.known_as} for words in _searches(name)}:
        left = MOST
        for ring in Organisation.objects.rings(words).each:
            found = list(others.filter(ring)[:left])
            yield from found
            left -= len(found)
            if not left:
                break
    if one.postcode:
        yield from others.filter(postcode=one.postcode)[:MOST]


def _searches(name: str) -> Iterator[str]:
    """The most telling words, as they are written, for search forgives one letter; and as they are
    meant where that is something else: FC may be a football club, and Home-Start one word."""
    meant = significant_words(name)
    written = [word for word in SIGNS.split(plain(name)) if word and word not in LEGAL]
    stem_of = {
        word: next((stem for stem in meant if word.startswith(stem)), "") for word in written
    }
    written.sort(key=lambda word: meant.index(stem_of[word]) if stem_of[word] else len(meant))
    yield " ".join(written[:WORDS])
    if not set(meant[:WORDS]) <= set(stem_of.values()):
        yield " ".join(meant[:WORDS])


def _facts(pks: Collection[int]) -> dict[int, OrganisationFacts]:
    numbers: dict[int, dict[str, set[str]]] = {}
    for pk, scheme, value in OrganisationIdentifier.objects.filter(
        organisation__in=pks
    ).values_list("organisation_id", "scheme", "value"):
        numbers.setdefault(pk, {}).setdefault(scheme, set()).add(value)
    return {
        one.pk: OrganisationFacts(
            name=one.name,
            other_names=(one.known_as,) if one.known_as else (),
            postcode=one.postcode,
            identifiers={k: frozenset(v) for k, v in numbers.get(one.pk, {}).items()},
            website=one.website,
            place=one.area,
        )
        for one in Organisation.objects.standing().filter(pk__in=pks)
    }


def _relatives(pks: Collection[int]) -> set[Pair]:
    """Pairs of which somebody noted that one is a part of the other, or came after it."""
    parts = Organisation.objects.filter(pk__in=pks, parent__in=pks).values_list("parent_id", "pk")
    after = OrganisationSuccession.objects.filter(predecessor__in=pks, successor__in=pks)
    both = [*parts, *after.values_list("predecessor_id", "successor_id")]
    return {pair(one, other) for one, other in both if one}
