from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string

from coalition.http import Request
from coalition.panels import Task


def dashboard(request: Request) -> HttpResponse:
    """Show what each app has to say to this person; settings say which, and in what order."""
    shown = [import_string(path)(request.user) for path in settings.DASHBOARD_PANELS]
    panels = [panel for panel in shown if panel]
    waiting = [panel for panel in panels if panel.waiting]
    context = {
        "section": "today",
        "today": timezone.localdate(),
        "tasks": sorted((task for panel in waiting for task in panel.tasks), key=_urgency),
        "more": [panel for panel in waiting if panel.count > len(panel.tasks)],
        "count": sum(panel.count or len(panel.tasks) for panel in waiting),
        "others": [panel for panel in panels if not panel.waiting],
    }
    return render(request, "coalition/dashboard.html", context)


def _urgency(task: Task) -> date:
    """Soonest first; what has no date comes last."""
    return task.due_on or date.max
