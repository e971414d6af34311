"""Where the pages of people and organisations lead to thanks. Named in settings.RELATED_PAGES."""

from django.urls import reverse

from coalition.models import Contributor, Organisation, User
from coalition.related import Related
from recognition.permissions import can_see_thanks


def thanks_to(row: Contributor | Organisation, user: User) -> Related | None:
    if not can_see_thanks(user):
        return None
    name = "organisation_history" if isinstance(row, Organisation) else "person_history"
    return Related("All thanks, owed and given", reverse(f"recognition:{name}", args=[row.pk]))
