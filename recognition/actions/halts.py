"""All letters of a programme stop, and go on (CMP-4)."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, Programme, User
from recognition.models import Halt
from recognition.permissions import can_lift_halt, halting_role

LETTERS_HALTED = "letters.halted"
LETTERS_GO_ON = "letters.go_on"


@action
def halt(*, programme: Programme, by: User) -> Halt:
    """From now on workers take no letter of the programme, and let none go that they hold. Raises
    DomainError where all are stopped already, NotAuthorised for whoever may not stop them."""
    role = halting_role(by, programme)
    if not role:
        raise NotAuthorised("Approvers, private offices and leads stop all letters.")

    halt = Halt.objects.create(programme=programme, halted_by=by, role=role)

    _record(LETTERS_HALTED, halt, by, role=role)
    return halt


@action
def lift(*, halt: Halt, by: User) -> Halt:
    """Letters go on. Raises NotAuthorised for whoever stopped them, and for those of the same kind:
    two sorts of people must want it."""
    halt = Halt.objects.lock(halt)
    if halt.lifted_at:
        raise DomainError(f"{halt.lifted_by} has let the letters go again already.")
    if not can_lift_halt(by, halt):
        raise NotAuthorised(
            f"{halt.halted_by} stopped them as {halt.get_role_display().lower()}."
            " Somebody else, in another role, lets them go again."
        )

    halt.lifted_at, halt.lifted_by = timezone.now(), by
    halt.save(update_fields=["lifted_at", "lifted_by"])

    _record(LETTERS_GO_ON, halt, by)
    return halt


def _record(kind: str, halt: Halt, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(kind, by=by, subject=halt, programme=halt.programme, **facts)
