"""The lines of an envelope: a name and an address, spelt so that the post can read the first two
(letters.md B1). A spelling is proposed to a person; only what they said is ever printed."""

from dataclasses import dataclass

from anyascii import anyascii

from coalition.models import Contributor, Spelling
from coalition.postal import is_latin, tidy_line


@dataclass(frozen=True)
class ToSpell:
    """What of a person's envelope is in no Latin letters; empty where nothing is."""

    name: str = ""
    line: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.line)

    @property
    def seen(self) -> str:
        """What a page shows of it, to come back with the answer."""
        return f"{self.name}\n{self.line}"

    @property
    def proposal(self) -> dict[str, str]:
        """How it might be spelt, for a person to say yes to or put right."""
        return {"name": propose(self.name), "line": propose(self.line)}


def to_spell(person: Contributor, spelling: Spelling | None = None) -> ToSpell:
    """What nobody has spelt yet, or what is another since. Without an address nothing is posted,
    so nothing is to be spelt."""
    if not person.address.strip():
        return ToSpell()
    name, line = _unlatin(person)
    return ToSpell(
        "" if spelling and spelling.of_name == name else name,
        "" if spelling and spelling.of_line == line else line,
    )


def spelt_lines(lines: list[str], spelling: Spelling | None) -> list[str]:
    """The lines of an envelope, name first, in the spelling that somebody confirmed."""
    if spelling is None:
        return lines
    said = (spelling.of_name, spelling.name), (spelling.of_line, spelling.line)
    first = [
        to if of and tidy_line(line) == tidy_line(of) else line
        for line, (of, to) in zip(lines, said, strict=False)
    ]
    return first + lines[len(first) :]


def spelling_of(person: Contributor) -> Spelling | None:
    """From the row, where it came with select_related("spelling"); else one query."""
    return getattr(person, "spelling", None)


def in_words(person: Contributor) -> dict[str, object]:
    """For their page: whether the post needs a spelling, and the one that stands, if any."""
    if not to_spell(person):
        return {"envelope": False}
    spelling = spelling_of(person)
    return {"envelope": True, "spelling": None if to_spell(person, spelling) else spelling}


def propose(words: str) -> str:
    """Latin letters for any script, a letter at a time: a start, no more."""
    return " ".join(anyascii(words).split())


def _unlatin(person: Contributor) -> tuple[str, str]:
    first = (person.address.strip().splitlines() or [""])[0].strip()
    return (
        "" if is_latin(person.letter_name) else person.letter_name,
        "" if is_latin(first) else first,
    )
