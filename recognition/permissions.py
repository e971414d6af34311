"""Who may do what with thanks and letters. Nobody both drafts and approves (P1)."""

from django.conf import settings

from coalition.models import Programme, RoleGrant, User
from coalition.permissions import holds
from recognition.models import (
    RECOGNITION_ROLES,
    Approval,
    Campaign,
    Embargo,
    Halt,
    Signatory,
    TemplateVersion,
)
from recognition.models.halt import MAY_HALT

Role = RoleGrant.Role


def can_see_thanks(user: User) -> bool:
    """The ledger, letters, templates and signatories of some programme."""
    return holds(user, *RECOGNITION_ROLES)


def can_see_people(user: User, programme: Programme | None = None) -> bool:
    """Everyone whom thanks are about, with their details: not the private office, who see proofs
    (product §1). Which letters these are is Campaign.visible_to."""
    return holds(user, *RECOGNITION_ROLES, Role.INFO_RIGHTS_OFFICER, programme=programme)


def is_private_office(user: User) -> bool:
    """Of some signatory or other: what they look after is Signatory.looked_after_by."""
    return holds(user, Role.PRIVATE_OFFICE)


def looks_after(user: User, signatory: Signatory) -> bool:
    """Is of this signatory's private office, today."""
    return Signatory.objects.looked_after_by(user).contains(signatory)


def can_prepare_thanks(user: User, programme: Programme | None = None) -> bool:
    """Change the ledger, templates and signatories; prepare and release campaigns."""
    return holds(user, Role.RECOGNITION_ADMIN, programme=programme)


def can_give_thanks(user: User, programme: Programme | None = None) -> bool:
    """Call, write a note, thank in a meeting: whoever sees the ledger."""
    return holds(user, *RECOGNITION_ROLES, programme=programme)


def can_change_campaign(user: User, campaign: Campaign) -> bool:
    return can_prepare_thanks(user, campaign.programme) and campaign.can_change


def can_see_campaigns(user: User) -> bool:
    """Those who see thanks, and others whose yes some letters need (CMP-3)."""
    return holds(user, *RECOGNITION_ROLES, *Approval.ROLES.values())


def can_approve_campaign(user: User, campaign: Campaign) -> bool:
    """Has a role that may give one of the yeses which it needs, and has had no hand in it."""
    roles = {Approval.ROLES[kind] for kind in campaign.needs}
    return holds(user, *roles, programme=campaign.programme) and not has_drafted(user, campaign)


def can_release_campaign(user: User, campaign: Campaign) -> bool:
    return can_prepare_thanks(user, campaign.programme)


def can_pause_campaign(user: User, campaign: Campaign) -> bool:
    """Stop what has not gone, or let it go on (CMP-4): everyone who answers for it."""
    running = holds(user, *RECOGNITION_ROLES, programme=campaign.programme)
    return running or bool(looked_after_in(user, campaign))


def looked_after_in(user: User, campaign: Campaign) -> list[Signatory]:
    """Of those who sign it, the ones whose private office this person is."""
    if not is_private_office(user):
        return []
    theirs = set(Signatory.objects.looked_after_by(user).values_list("pk", flat=True))
    return [who for who in campaign.signatories if who.pk in theirs]


def needs_mandate(signatory: Signatory) -> bool:
    """A minister's letters do; those of others where settings say so."""
    return signatory.is_minister or settings.MANDATES_FOR_ALL


def halting_role(user: User, programme: Programme) -> str:
    """In which role this person may stop all letters of the programme; empty if in none (CMP-4)."""
    held = (role for role in MAY_HALT if holds(user, role, programme=programme))
    return next(held, "")


def can_halt_letters(user: User) -> bool:
    """In some programme."""
    return holds(user, *MAY_HALT)


def can_lift_halt(user: User, halt: Halt) -> bool:
    """Somebody else, who holds another of the roles that may stop them."""
    others = [role for role in MAY_HALT if role != halt.role]
    return user.pk != halt.halted_by_id and holds(user, *others, programme=halt.programme)


def can_settle_letters(user: User, campaign: Campaign) -> bool:
    """Say whether a doubtful letter went; send it again, or take it out."""
    return can_prepare_thanks(user, campaign.programme)


def can_resume_campaign(user: User, campaign: Campaign) -> bool:
    """What stopped by itself goes on when somebody who may approve it says so (CMP-5)."""
    if campaign.breaker:
        is_approver = holds(user, Role.RECOGNITION_APPROVER, programme=campaign.programme)
        return is_approver and not has_drafted(user, campaign)
    return can_pause_campaign(user, campaign)


def can_approve_words(user: User, version: TemplateVersion) -> bool:
    """An approver of its programme who did not write it (P1)."""
    is_approver = holds(user, Role.RECOGNITION_APPROVER, programme=version.template.programme)
    return is_approver and version.written_by_id != user.pk


def can_decide_late(user: User, programme: Programme) -> bool:
    """Whether a letter goes that is more than a year late (AKN-3)."""
    return holds(user, Role.PROGRAMME_LEAD, programme=programme)


def can_report_regret(user: User, campaign: Campaign) -> bool:
    """Say that a letter should not have gone like this, and hand the apology on."""
    return holds(user, *RECOGNITION_ROLES, programme=campaign.programme)


def can_apologise(user: User, campaign: Campaign) -> bool:
    """Senior enough to apologise for a letter (REG-1): leads and approvers of its programme."""
    return holds(user, Role.PROGRAMME_LEAD, Role.RECOGNITION_APPROVER, programme=campaign.programme)


def can_set_embargo(user: User, programme: Programme | None = None) -> bool:
    """Set and lift embargoes, and let letters go in spite of one (EMB-1): who approves letters."""
    return holds(user, Role.RECOGNITION_APPROVER, Role.PROGRAMME_LEAD, programme=programme)


def can_change_embargo(user: User, embargo: Embargo) -> bool:
    """Lift it, or let letters go in spite of it: what a private office set is theirs alone."""
    if embargo.signatory:
        return looks_after(user, embargo.signatory)
    return can_set_embargo(user, embargo.programme)


def can_see_embargoes(user: User) -> bool:
    return can_see_thanks(user) or is_private_office(user)


def can_plan_experiment(user: User, campaign: Campaign) -> bool:
    """Plan, register and report what is compared in these letters."""
    return can_prepare_thanks(user, campaign.programme)


def can_stop_experiment(user: User, campaign: Campaign) -> bool:
    """For harm: everyone who answers for the letters, at once (EXP-4)."""
    return can_pause_campaign(user, campaign)


def has_drafted(user: User, campaign: Campaign) -> bool:
    """Has begun, changed or fixed the campaign, or written its words."""
    if user.pk in {campaign.author_id, campaign.template_version.written_by_id}:
        return True
    return campaign.drafters.filter(pk=user.pk).exists()
