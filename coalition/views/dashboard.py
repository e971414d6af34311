from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string


def dashboard(request: HttpRequest) -> HttpResponse:
    """Show what each app has to say to this person; settings say which, and in what order."""
    shown = [import_string(path)(request.user) for path in settings.DASHBOARD_PANELS]
    panels = [panel for panel in shown if panel]
    waiting = [panel for panel in panels if panel.waiting]
    context = {
        "section": "today",
        "today": timezone.localdate(),
        "waiting": waiting,
        "count": sum(panel.count or len(panel.tasks) for panel in waiting),
        "others": [panel for panel in panels if not panel.waiting],
    }
    return render(request, "coalition/dashboard.html", context)
