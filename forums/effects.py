"""What somebody from an organisation would change in the room, before they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from forums.aims import Aim, Traits


@dataclass(frozen=True)
class Effect:
    """Names of aims: those that are met then, those that come nearer, those that are exceeded."""

    closes: tuple[str, ...] = ()
    nearer: tuple[str, ...] = ()
    exceeds: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        return not (self.closes or self.nearer or self.exceeds)

    @property
    def helps(self) -> int:
        """How much it helps, to compare two by."""
        return 3 * len(self.closes) + 2 * len(self.nearer) - 4 * len(self.exceeds)

    @property
    def in_words(self) -> str:
        """closes the gap: South; brings nearer: NHS body (2 of 3)"""
        parts = [
            (f"closes the gap{'' if len(self.closes) == 1 else 's'}", self.closes),
            ("brings nearer", self.nearer),
            ("goes beyond what you aim for", self.exceeds),
        ]
        said = [f"{words}: {', '.join(names)}" for words, names in parts if names]
        return "; ".join(said) or "changes nothing that you aim for"


def effect_of(aims: Sequence[Aim], traits: Traits) -> Effect:
    """Of one more person with these traits."""
    met = [aim for aim in aims if traits.meet(aim.target)]
    return Effect(
        tuple(str(aim.target) for aim in met if aim.short == 1),
        tuple(
            f"{aim.target} ({aim.here + 1} of {aim.target.least})" for aim in met if aim.short > 1
        ),
        tuple(
            f"{aim.target} ({aim.here + 1}, at most {aim.target.most})"
            for aim in met
            if aim.target.most is not None and aim.here >= aim.target.most
        ),
    )
