"""Windows on thanks and letters. What a letter says, and how somebody signs, is not shown here:
administrators see no content (P2), and a signature never leaves but in a letter (SIG-1)."""

from django.contrib import admin

from coalition.window import ReadOnlyAdmin
from recognition.models import (
    Acknowledgement,
    Approval,
    Arm,
    Assignment,
    AudienceRule,
    Badge,
    Bounce,
    Campaign,
    ContributionEvent,
    DeliveryAttempt,
    Embargo,
    Epoch,
    Exclusion,
    Experiment,
    Halt,
    Invitation,
    LateDecision,
    Letter,
    Letterhead,
    LetterTemplate,
    Mandate,
    PackedLetter,
    PackFile,
    PrintPack,
    Regret,
    Response,
    Signatory,
    Teammate,
    TemplateVersion,
    Waiver,
    Wave,
)


class AcknowledgementAdmin(ReadOnlyAdmin):
    list_display = ["event", "kind", "tier", "giver", "due_on", "status", "given_at"]
    list_filter = ["kind", "status"]
    list_select_related = ["event__contributor", "giver"]


class CampaignAdmin(ReadOnlyAdmin):
    list_display = ["name", "status", "author", "created_at", "released_at"]
    list_filter = ["status"]
    list_select_related = ["author"]


class ContributionEventAdmin(ReadOnlyAdmin):
    list_display = ["contributor", "kind", "happened_on", "due_on", "outcome"]
    list_filter = ["outcome", "kind"]
    list_select_related = ["contributor"]


class DeliveryAttemptAdmin(ReadOnlyAdmin):
    list_display = ["letter", "n", "channel", "provider", "state", "at"]
    list_filter = ["state", "channel", "provider"]
    list_select_related = ["letter"]


class ExperimentAdmin(ReadOnlyAdmin):
    list_display = ["question", "status", "primary_outcome", "registered_at", "ends_on"]
    list_filter = ["status"]
    exclude = ["results"]


class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["title", "happens_on", "answer", "answered_at"]
    exclude = ["link_nonce"]


class LetterAdmin(ReadOnlyAdmin):
    list_display = ["ref", "campaign", "status", "attempts", "stopped_by", "sent_at"]
    list_filter = ["status"]
    list_select_related = ["campaign"]
    exclude = ["values", "beside_values", "address", "salutation"]


class LetterheadAdmin(ReadOnlyAdmin):
    list_display = ["name", "issuing_body", "valid_from", "valid_to", "withdrawn_at"]
    list_select_related = ["issuing_body"]
    exclude = ["artwork"]


class RegretAdmin(ReadOnlyAdmin):
    list_display = ["letter", "kind", "owner", "due_on", "apologised_at"]
    list_filter = ["kind"]
    list_select_related = ["letter", "owner"]


class ResponseAdmin(ReadOnlyAdmin):
    """Who answered what is nobody's business, so neither stands here."""

    list_display = ["experiment", "answered_at", "cut_at"]
    list_select_related = ["experiment"]
    fields = ["experiment", "answered_at", "changed_at", "cut_at"]


class SignatoryAdmin(ReadOnlyAdmin):
    list_display = ["style", "office_title", "office_from", "office_to"]
    exclude = ["signature_image"]


admin.site.register(
    [
        *[Approval, Arm, Assignment, Embargo, Exclusion, Halt, LateDecision, LetterTemplate],
        *[AudienceRule, Badge, Mandate, Teammate, TemplateVersion, Waiver, Wave],
    ],
    ReadOnlyAdmin,
)
admin.site.register(Acknowledgement, AcknowledgementAdmin)
admin.site.register(Campaign, CampaignAdmin)
admin.site.register(ContributionEvent, ContributionEventAdmin)
admin.site.register(DeliveryAttempt, DeliveryAttemptAdmin)
admin.site.register(Experiment, ExperimentAdmin)
admin.site.register(Invitation, InvitationAdmin)
admin.site.register(Letter, LetterAdmin)
admin.site.register(Letterhead, LetterheadAdmin)
admin.site.register(Regret, RegretAdmin)
admin.site.register(Response, ResponseAdmin)
admin.site.register(Signatory, SignatoryAdmin)
admin.site.register([Bounce, Epoch, PackFile, PackedLetter, PrintPack], ReadOnlyAdmin)
