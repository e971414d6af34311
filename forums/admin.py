"""Windows on what forums hold."""

from django.contrib import admin

from coalition.window import ReadOnlyAdmin
from forums.models import Acknowledgement, Forum, Invitation, Membership, ScopeStatement, Seat


class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["seat", "name", "status", "sent_at", "link_until"]
    exclude = ["link_nonce"]


# Posts are not here: administrators see no content (P2).
admin.site.register([Acknowledgement, Forum, Membership, ScopeStatement, Seat], ReadOnlyAdmin)
admin.site.register(Invitation, InvitationAdmin)
