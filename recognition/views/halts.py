"""All letters of a programme are stopped with one button, and let go again by somebody else."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request
from coalition.models import Programme, User
from coalition.permissions import require
from recognition import tasks
from recognition.actions import halts
from recognition.models import Campaign, Halt, Letter
from recognition.models.halt import MAY_HALT
from recognition.permissions import can_halt_letters, can_lift_halt

SECTION = {"section": "thanks"}


@require_POST
def campaign_pause_all(request: Request) -> HttpResponse:
    """Asks nothing first: it is pressed in a hurry, and they can all go on again."""
    require(can_halt_letters(request.user))
    stopped = []
    for programme in programmes_to_halt(request.user):
        try:
            stopped.append(halts.halt(programme=programme, by=request.user).programme)
        except DomainError:  # somebody was faster, which is as good
            continue
    if stopped:
        names = " and ".join(str(programme) for programme in stopped)
        messages.success(
            request,
            f"All letters of {names} are stopped. One that is being handed over now still goes.",
        )
    return redirect("recognition:campaign_list")


def halt_lift(request: Request, pk: int) -> HttpResponse:
    """Asks first: letters may go within seconds."""
    rows = Halt.objects.visible_to(request.user).in_force()
    halt = get_object_or_404(rows.select_related("programme", "halted_by"), pk=pk)
    require(can_lift_halt(request.user, halt))
    going = Campaign.objects.filter(
        programme=halt.programme, status=Campaign.Status.RELEASING
    ).order_by("pk")
    if request.method == "POST":
        halts.lift(halt=halt, by=request.user)
        for campaign_id in going.values_list("pk", flat=True):
            tasks.wake(campaign_id)
        messages.success(request, f"The letters of {halt.programme} are on their way again.")
        return redirect("recognition:campaign_list")
    waiting = [Letter.Status.QUEUED, Letter.Status.READY]
    context = {
        **SECTION,
        "halt": halt,
        "campaigns": going.count(),
        "waiting": Letter.objects.filter(campaign__in=going, status__in=waiting).count(),
    }
    return render(request, "recognition/halt_lift.html", context)


def halts_in(user: User, programmes: Collection[int] | None = None) -> list[tuple[Halt, bool]]:
    """Each halt in force that this person sees (in these programmes), and whether they may lift
    it."""
    rows = Halt.objects.visible_to(user).in_force().select_related("programme", "halted_by")
    if programmes is not None:
        rows = rows.filter(programme__in=programmes)
    return [(halt, can_lift_halt(user, halt)) for halt in rows.order_by("pk")]


def programmes_to_halt(user: User) -> list[Programme]:
    return list(Programme.objects.with_role(user, *MAY_HALT).order_by("name"))
