"""The few words that all our rules are written in. Imports nothing of ours."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ClassVar, ParamSpec, Self, TypeVar

from django.apps import apps
from django.contrib.postgres.fields import DateRangeField
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q, Value
from django.utils import timezone

P = ParamSpec("P")
R = TypeVar("R")


def one_line(text: str) -> str:
    """Without stray spaces and line ends, as pasted text brings them."""
    return " ".join(text.split())


class DomainError(Exception):
    """A rule said no. The message is written for the person who asked."""


class NotAuthorised(DomainError):
    """The person holds no authority that covers this act."""


def action(function: Callable[P, R]) -> Callable[P, R]:
    """All or nothing; and a broken constraint that has a message speaks it as a DomainError."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        except IntegrityError as error:
            if message := _message_of_broken_constraint(error):
                raise DomainError(message) from error
            raise

    return run


def _message_of_broken_constraint(error: IntegrityError) -> str | None:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            message = constraint.violation_error_message
            if constraint.name == name and message != constraint.default_violation_error_message:
                return str(message)
    return None


def in_force(on: date | None = None, *, prefix: str = "") -> Q:
    """Rows with `from_on` and `to_on` that hold on that day (today), both days included."""
    on = on or timezone.localdate()
    begun = Q(**{f"{prefix}from_on__lte": on})
    return begun & (Q(**{f"{prefix}to_on": None}) | Q(**{f"{prefix}to_on__gte": on}))


def overlapping(from_on: date, to_on: date | None) -> Q:
    """Rows with `from_on` and `to_on` that hold on any of those days; None is without an end."""
    still_there = Q(to_on=None) | Q(to_on__gte=from_on)
    return still_there if to_on is None else still_there & Q(from_on__lte=to_on)


class Days(models.Func):
    """The days from `from_on` to `to_on`, both included, for a constraint; null is no end."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self) -> None:
        super().__init__("from_on", "to_on", Value("[]"))

    def deconstruct(self) -> tuple[str, tuple, dict]:
        return f"{type(self).__module__}.{type(self).__name__}", (), {}


def in_turn(number: int) -> None:
    """Wait until no other transaction has this number; ours until the transaction ends. For rules
    over many rows, such as “no circles”, that no lock on one row can keep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def if_my_turn(number: int) -> bool:
    """The same without waiting: False while another transaction has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


M = TypeVar("M", bound=models.Model)


class LockingQuerySet(models.QuerySet[M]):
    def lock(self, instance: M) -> M:
        """The row as it is now, held until the transaction ends."""
        return self.select_for_update().get(pk=instance.pk)


class Lifecycle(models.Model):
    """A model whose status moves only along NEXT."""

    NEXT: ClassVar[dict[str, set[str]]]
    status: models.CharField
    get_status_display: Callable[[], str]

    class Meta:
        abstract = True

    def can_become(self, status: str) -> bool:
        return status in self.NEXT.get(self.status, set())

    def require_can_become(self, status: models.TextChoices) -> Self:
        """Raises DomainError, in words, where the move is not on the map."""
        if not self.can_become(status):
            noun = self._meta.verbose_name
            raise DomainError(
                f"This {noun} is {self.get_status_display().lower()} now,"
                f" so it cannot become {status.label.lower()}."
            )
        return self
