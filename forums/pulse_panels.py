"""What the dashboard shows of the influence pulse."""

from coalition.models import User
from coalition.panels import Panel, Task
from forums.models import PulseAsk


def pulses_to_answer(user: User) -> Panel | None:
    """For whoever can speak for an organisation that is asked (P8)."""
    asks = PulseAsk.objects.waiting_for(user).with_matter().order_by("pk")
    tasks = tuple(
        Task(
            f"Say whether {ask.pulse.organisation} changed anything in {ask.pulse.forum}",
            ask.path,
            (ask.pulse.quarter_words, "One number, once a quarter"),
            ask.pulse.last_day,
            "activity",
        )
        for ask in asks
    )
    return Panel("One question a quarter", tasks, True) if tasks else None
