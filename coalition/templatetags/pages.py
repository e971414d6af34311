"""Which page numbers a long list shows, and the letters that stand for a person."""

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def numbers(page: Page) -> list[int | None]:
    """1 … 4 5 6 … 20: the numbers to link, None for each gap."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]


@register.filter
def initials(name: object) -> str:
    """PS for Priya Shah: at most two letters, first and last name."""
    words = str(name).split()
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper()
