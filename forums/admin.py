"""Windows on what forums hold."""

from django.contrib import admin

from coalition.window import ReadOnlyAdmin
from forums.models import (
    Acknowledgement,
    Candidate,
    Decision,
    Delegation,
    Draw,
    Forum,
    GroupAsk,
    Interest,
    InterestsConfirmed,
    Invitation,
    LateInterest,
    Meeting,
    Membership,
    Proposal,
    Pulse,
    Removal,
    ReservedMatter,
    Round,
    ScopeStatement,
    Seat,
    SeatCall,
)


class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["seat", "name", "status", "sent_at", "link_until"]
    exclude = ["link_nonce"]


class MeetingAdmin(ReadOnlyAdmin):
    list_display = ["forum", "number", "starts_at", "status"]
    exclude = ["link"]


class RoundAdmin(ReadOnlyAdmin):
    list_display = ["proposal", "number", "rule", "status", "closes_at"]
    exclude = ["reason", "ruled_because", "snapshot", "urgent_because"]


class DecisionAdmin(ReadOnlyAdmin):
    """That it was taken, and how it stands; what it says is for its readers (P2)."""

    list_display = ["__str__", "forum", "decided_on", "status"]
    fields = ["forum", "decided_on", "status", "mode", "publication", "published_at"]


class PulseAdmin(ReadOnlyAdmin):
    list_display = ["forum", "organisation", "quarter", "answered_at"]
    exclude = ["score"]  # what an organisation answered is content (P2)


# Posts, agendas, minutes, and what is proposed and responded are not here: administrators see no
# content (P2).
admin.site.register(
    [
        Acknowledgement,
        Candidate,
        Delegation,
        Draw,
        Forum,
        Interest,
        InterestsConfirmed,
        LateInterest,
        GroupAsk,
        Membership,
        Proposal,
        Removal,
        ReservedMatter,
        ScopeStatement,
        Seat,
        SeatCall,
    ],
    ReadOnlyAdmin,
)
admin.site.register(Invitation, InvitationAdmin)
admin.site.register(Meeting, MeetingAdmin)
admin.site.register(Round, RoundAdmin)
admin.site.register(Decision, DecisionAdmin)
admin.site.register(Pulse, PulseAdmin)
