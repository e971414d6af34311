"""What components need to know: page numbers, initials, and how urgent a date is."""

from datetime import date

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.dateformat import format as format_date

register = template.Library()


@register.filter
def numbers(page: Page) -> list[int | None]:
    """1 … 4 5 6 … 20: the numbers to link, None for each gap."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]


@register.filter
def initials(name: object) -> str:
    """PS for Priya Shah: at most two letters, of the first and the last name."""
    words = str(name).split()
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper()


@register.filter
def due_words(on: date | None) -> str:
    """Overdue by 2 days; Due today, tomorrow, on Monday, on 18 December; or No date set."""
    if not on:
        return "No date set"
    days = (on - timezone.localdate()).days
    if days < 0:
        return f"Overdue by {-days:,} day{'' if days == -1 else 's'}"
    if days < 2:
        return ("Due today", "Due tomorrow")[days]
    return "Due " + format_date(on, "l" if days < 7 else "j F")


@register.filter
def due_kind(on: date | None) -> str:
    """The kind of tag for that: warn when overdue, talk within a week, none after."""
    days = 7 if not on else (on - timezone.localdate()).days
    return "warn" if days < 0 else "talk" if days < 7 else ""
