"""Which people look like one another.

A name alone never says that two are one. So only those are near who have a word of their names
and something else in common: an address, a number, an organisation.
"""

from collections.abc import Collection

from django.db import connection

from coalition import alike
from coalition.alike import PersonFacts
from coalition.alike.personal_names import TITLES
from coalition.doubles.pairs import Pair, pair
from coalition.models import Affiliation, Contributor
from coalition.models.search import PostcodeIn

SHORTEST_NUMBER = 7  # of a telephone, in digits
MOST = 100  # near one person
NEAR = """
    SELECT one.id, near.id
    FROM (
        SELECT id, lower(email) AS email, coalition_phone_digits(phone) AS digits,
            coalition_postcode(address) AS postcode, (
                SELECT string_agg(quote_literal(word), ' | ')::tsquery
                FROM unnest(coalition_words(letter_name || ' ' || known_as)) AS word
                WHERE length(word) > 1 AND word <> ALL(%(titles)s)
            ) AS any_word
        FROM coalition_contributor
        WHERE id = ANY(%(pks)s) AND merged_into_id IS NULL AND anonymised_at IS NULL
    ) AS one
    CROSS JOIN LATERAL (
        SELECT id FROM coalition_contributor AS other
        WHERE one.email <> '' AND lower(other.email) = one.email
        UNION
        SELECT id FROM coalition_contributor AS other
        WHERE length(one.digits) >= %(shortest)s
            AND coalition_phone_digits(other.phone) = one.digits
            AND coalition_lexemes(other.letter_name, other.known_as) @@ one.any_word
        UNION
        SELECT id FROM coalition_contributor AS other
        WHERE one.postcode <> '' AND coalition_postcode(other.address) = one.postcode
            AND coalition_lexemes(other.letter_name, other.known_as) @@ one.any_word
        UNION
        SELECT named.id
        FROM (  -- OFFSET 0: names come first, for an organisation may have thousands of people
            SELECT id FROM coalition_contributor AS other
            WHERE coalition_lexemes(other.letter_name, other.known_as) @@ one.any_word OFFSET 0
        ) AS named
        WHERE EXISTS (
            SELECT FROM coalition_affiliation AS theirs
            JOIN coalition_affiliation AS ours USING (organisation_id)
            WHERE theirs.contributor_id = named.id AND ours.contributor_id = one.id
        )
        LIMIT %(most)s
    ) AS near
    WHERE near.id <> one.id
"""


def likenesses(pks: Collection[int], known: Collection[Pair]) -> dict[Pair, alike.Likeness]:
    """Of these people and those near them, and of the pairs that are known already."""
    near = _near(pks) | set(known)
    facts = _facts({pk for both in near for pk in both})
    return {
        (first, second): alike.people(facts[first], facts[second])
        for first, second in near
        if first in facts and second in facts
    }


def _near(pks: Collection[int]) -> set[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(
            NEAR,
            {
                "pks": list(pks),
                "titles": list(TITLES),
                "shortest": SHORTEST_NUMBER,
                "most": MOST,
            },
        )
        return {pair(*both) for both in cursor.fetchall()}


def _facts(pks: Collection[int]) -> dict[int, PersonFacts]:
    """Who died, went away or wants no contact counts like everyone: of them above all, no second
    row may be left to write to."""
    places: dict[int, set[int]] = {}
    for pk, organisation in Affiliation.objects.filter(contributor__in=pks).values_list(
        "contributor_id", "organisation_id"
    ):
        places.setdefault(pk, set()).add(organisation)
    people = Contributor.objects.standing().filter(pk__in=pks, anonymised_at=None)
    said = people.values_list(
        "pk", "letter_name", "known_as", "email", "phone", PostcodeIn("address")
    )
    return {
        pk: PersonFacts(name, known_as, email, phone, postcode, frozenset(places.get(pk, ())))
        for pk, name, known_as, email, phone, postcode in said
    }
