"""How times and waiting read in British English."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date

register = template.Library()


@register.filter
def clock(value: datetime | None) -> str:
    """4:12pm, in the site's time zone."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


@register.filter
def moment(value: datetime | None) -> str:
    """18 December 2026, 4:12pm."""
    return "" if value is None else f"{day(value)}, {clock(value)}"


@register.filter
def day(value: date | datetime | None) -> str:
    """18 December 2026."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_date(local, "j F Y")


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Friday 18 December 2026: for a date that somebody promised."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_date(local, "l j F Y")


@register.filter
def waited(value: datetime | None) -> str:
    """today, 1 day, 6 days: how long something has waited since this moment."""
    if value is None:
        return ""
    days = (timezone.localdate() - timezone.localdate(value)).days
    return "today" if days < 1 else f"{days:,} day{'' if days == 1 else 's'}"


@register.filter
def ago(value: datetime | None) -> str:
    """today, yesterday, 6 days ago."""
    words = waited(value)
    return {"": "", "today": "today", "1 day": "yesterday"}.get(words, f"{words} ago")


@register.filter
def journal_words(kind: str) -> str:
    """organisation.identifier_added → Identifier added: a journal kind as a heading."""
    return kind.rpartition(".")[2].replace("_", " ").capitalize()
