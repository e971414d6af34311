"""Which letters of a campaign are looked at before it goes out: the ugliest first (CMP-2).

The number of queries does not depend on the number of letters, and everyone who looks sees the
same proofs: even those drawn at random are drawn by the hash of the audience.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import MD5, Cast, Concat, Length

from coalition.typesetting.engine import page_count
from recognition import content
from recognition.models import Campaign, Experiment, Letter, TemplateVersion
from recognition.models.letter import BOTH
from recognition.typesetting import CannotTypeset, LetterContent, long_date, typeset

AT_RANDOM = 5
TITLE = (
    r"^(mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|revd|reverend|cllr|councillor"
    r"|canon|father|sister|imam|rabbi|sheikh|judge|captain|major|sgt|y parch)\M"
)
HONOURS = r"\m(GBE|KBE|DBE|CBE|OBE|MBE|BEM|KC|JP|DL|FRCP|FRS|MP|MS|MSP|MLA|PhD)\M"
NOT_LATIN = r"[^\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2027\u2032]"
JOINT = r"\s(and|&|ac|\+)\s|/"


@dataclass
class Proof:
    """One letter as it will be, and why it was picked. `problem` stands where it cannot be set."""

    letter: Letter | None = None
    why: list[str] = field(default_factory=list)
    content: LetterContent | None = None
    pages: range = range(0)
    size: int = 0  # bytes
    dated: str = ""
    problem: str = ""


def ugliest_first(campaign: Campaign) -> list[Proof]:
    """Proofs of a campaign whose recipients are fixed, typeset to see that they can be."""
    picked: dict[int, list[str]] = {}
    for why, rows in _picks(campaign.letters.order_by("pk"), campaign):
        for pk in rows.values_list("pk", flat=True):
            picked.setdefault(pk, []).append(why)
    letters = campaign.letters.with_words().in_bulk(picked)
    return [proof_of(letters[pk], why) for pk, why in picked.items()]


def proof_of(letter: Letter, why: list[str] | None = None) -> Proof:
    """The letter as it will be printed, from its snapshot, but unsigned (SIG-1)."""
    return _typeset(Proof(letter, why or []), lambda: content.compose_proof(letter))


def proof_of_words(version: TemplateVersion, dated_on: date) -> Proof:
    """Words of a template as they print, with examples filled in."""
    return _typeset(Proof(), lambda: content.sample(version, dated_on))


def _typeset(proof: Proof, compose: Callable[[], LetterContent]) -> Proof:
    try:
        proof.content = compose()
        pdf = typeset(proof.content)
    except CannotTypeset as error:
        proof.problem = error.problem
    else:
        proof.pages, proof.size = range(1, page_count(pdf) + 1), len(pdf)
        proof.dated = long_date(proof.content.dated, proof.content.language)
    return proof


def _picks(letters: QuerySet[Letter], campaign: Campaign) -> Iterator[tuple[str, QuerySet[Letter]]]:
    address = Length(Cast("address", CharField()))
    yield "Longest name", letters.order_by(Length("letter_name").desc(), "pk")[:1]
    yield "Not in Latin letters", letters.filter(letter_name__regex=NOT_LATIN)[:1]
    yield "Two people in one name", letters.filter(letter_name__iregex=JOINT)[:1]
    yield "Honours after the name", letters.filter(letter_name__regex=HONOURS)[:1]
    yield "No title", letters.exclude(letter_name__iregex=TITLE)[:1]
    yield "Longest address", letters.exclude(address=[]).order_by(address.desc(), "pk")[:1]
    yield "No postal address", letters.filter(address=[])[:1]
    yield "Longest text", letters.order_by(Length(Cast("values", CharField())).desc(), "pk")[:1]
    yield "Shortest text", letters.order_by(Length(Cast("values", CharField())), "pk")[:1]
    yield "In Welsh", letters.filter(language="cy")[:1]
    yield BOTH, letters.filter(beside_version__isnull=False)[:1]
    yield "In large print", letters.filter(format=Letter.Format.LARGE_PRINT)[:1]
    yield "Easy read", letters.filter(format=Letter.Format.EASY_READ)[:1]
    yield "Plain email, without the PDF", letters.filter(format=Letter.Format.PLAIN_EMAIL)[:1]
    yield "Reads another language", letters.exclude(contributor__language__in=["en", "cy"])[:1]
    yield (
        "Name confirmed by somebody else",
        letters.exclude(contributor__name_confirmed_by="self")[:1],
    )
    yield "Asks a question", letters.filter(asks=True)[:1]
    yield (
        "Asks nothing, in an experiment that asks",
        letters.filter(asks=False).filter(
            campaign__experiment__primary_outcome__in=Experiment.ASKING
        )[:1],
    )
    drawn = MD5(Concat("ref", Value(campaign.audience_hash)))
    yield "Drawn at random", letters.order_by(drawn)[:AT_RANDOM]
