"""How alike two records are, with the reasons in words. No database: facts in, likeness out.

`organisations` and `people` score a pair; `significant_words` says by which words to look for one.
"""

from coalition.alike.likeness import WORTH_SHOWING, Likeness
from coalition.alike.organisations import OrganisationFacts, organisations
from coalition.alike.people import PersonFacts, people
from coalition.alike.words import significant_words

__all__ = [
    "WORTH_SHOWING",
    "Likeness",
    "OrganisationFacts",
    "PersonFacts",
    "organisations",
    "people",
    "significant_words",
]
