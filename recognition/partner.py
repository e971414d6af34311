"""What a partner coordinator's own page shows of thanks: what our people did (CTB-4)."""

from django.urls import reverse

from coalition.models import Organisation, User
from coalition.partner import SHOWN, Line, Section
from coalition.templatetags.words import day
from recognition.models import ContributionEvent


def our_contributions(organisation: Organisation, user: User) -> Section:
    """Those first whose facts nobody has confirmed."""
    rows = ContributionEvent.objects.done_for_partners_of(user).filter(organisation=organisation)
    lines = (
        Line(
            f"{event.contributor.letter_name} {event.what_they_did}",
            reverse("recognition:our_event_edit", args=[organisation.pk, event.pk]),
            (day(event.happened_on),),
            "Is this right?",
            waits=event.contributor.user_id != user.pk,
        )
        for event in rows.unconfirmed()
        .select_related("contributor")
        .order_by("-happened_on", "-pk")[:SHOWN]
    )
    return Section(
        "What our people did",
        tuple(lines),
        "Nothing waits to be confirmed.",
        reverse("recognition:our_event_list", args=[organisation.pk]),
        "All that our people did",
    )
