"""Amounts of pounds, as people write them and as we do."""

import re
from decimal import Decimal

MOST = Decimal("9_999_999_999.99")
HOW_TO_WRITE = "Write the amount in pounds and in numbers, like 10000 or 10,000.50"
MANY = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
AMOUNT = re.compile(
    r"(?P<pounds>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(?P<rest>\d+))?"
    r"\s*(?P<many>k|thousand|mn?|million)?"
)


class Unreadable(ValueError):
    """Says what to write instead."""


def read(text: str) -> Decimal:
    """£10k, 10,000, 10 000.50 and £1.5m mean one thing each; whatever could mean two is asked
    again. Raises Unreadable."""
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()).lower()
    plain = plain.removeprefix("gbp").removeprefix("£").removesuffix("pounds").strip()
    if plain.startswith(("-", "−", "–")) or text.strip().startswith("("):
        raise Unreadable("Enter 0 or more. 0 means that no money may be spent")
    found = AMOUNT.fullmatch(plain) if plain.isascii() else None
    if found is None:
        raise Unreadable(HOW_TO_WRITE)
    return _amount(found["pounds"], found["rest"] or "", found["many"])


def _amount(pounds: str, rest: str, many: str | None) -> Decimal:
    whole = re.sub("[, ]", "", pounds)
    if len(whole) > 12:
        raise Unreadable(f"Enter {in_pounds(MOST)} or less")
    if not many and len(rest) not in {0, 2}:
        raise Unreadable("Write pence with two numbers, like 10,000.50")
    amount = Decimal(f"{whole}.{rest or 0}") * (MANY[many] if many else 1)
    if amount != amount.quantize(Decimal("0.01")):
        raise Unreadable("Write whole pence, like 10,000.50")
    if amount > MOST:
        raise Unreadable(f"Enter {in_pounds(MOST)} or less")
    return amount.quantize(Decimal("0.01"))


def in_pounds(amount: Decimal) -> str:
    """£10,000, or £10,000.50 where there are pence."""
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"
