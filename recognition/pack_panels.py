"""What the dashboard shows of print packs."""

from django.db.models import Count
from django.urls import reverse

from coalition.models import User
from coalition.panels import SHOWN, Panel, Task
from recognition.models import PrintPack
from recognition.permissions import can_prepare_thanks
from recognition.sheets import doubtful


def sheets_to_take_out(user: User) -> Panel | None:
    """Print packs with letters that must not go any more (HLD-5). Says no reason (L8)."""
    if not can_prepare_thanks(user):
        return None
    seen = PrintPack.objects.visible_to(user).values("pk")
    packs = doubtful().filter(pack__in=seen).values_list("pack", "pack__campaign__name")
    tasks = tuple(
        Task(
            f"Take {count:,} {'letter' if count == 1 else 'letters'} out of print pack {pk}",
            reverse("recognition:pack_detail", args=[pk]),
            (name,),
            None,
            "mail-warning",
        )
        for pk, name, count in packs.annotate(Count("pk")).order_by("pack")[:SHOWN]
    )
    return Panel("Letters that must not go", tasks, True) if tasks else None
