"""The admin is a window, not a door: to change something, there is an action."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

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


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class JournalAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "by", "programme", "subject_type", "subject_id"]
    list_filter = ["kind"]
    list_select_related = ["by", "programme", "subject_type"]


class MailAdmin(ReadOnlyAdmin):
    list_display = ["queued_at", "kind", "to", "status", "attempts", "problem"]
    list_filter = ["status", "kind"]
    exclude = ["body"]  # holds private links


admin.site.register(
    [Affiliation, Contributor, Offer, Organisation, Programme, RoleGrant, User], ReadOnlyAdmin
)
admin.site.register(JournalEntry, JournalAdmin)
admin.site.register(Mail, MailAdmin)
