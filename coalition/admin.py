"""What the admin shows of the ground."""

from django.contrib import admin

from coalition.models import (
    Affiliation,
    Contributor,
    JournalEntry,
    Mail,
    Offer,
    Organisation,
    Programme,
    RoleGrant,
    User,
)
from coalition.window import ReadOnlyAdmin


class JournalAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "by", "programme", "subject_type", "subject_id"]
    list_filter = ["kind"]
    list_select_related = ["by", "programme", "subject_type"]


class MailAdmin(ReadOnlyAdmin):
    list_display = ["queued_at", "kind", "to", "status", "attempts", "problem"]
    list_filter = ["status", "kind"]
    exclude = ["body"]  # holds private links


class UserAdmin(ReadOnlyAdmin):
    exclude = ["password"]


admin.site.register(
    [Affiliation, Contributor, Offer, Organisation, Programme, RoleGrant], ReadOnlyAdmin
)
admin.site.register(User, UserAdmin)
admin.site.register(JournalEntry, JournalAdmin)
admin.site.register(Mail, MailAdmin)
