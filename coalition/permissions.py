"""Who may do what in the coalition. Each predicate answers one question, without side effects."""

from datetime import date

from django.core.exceptions import PermissionDenied

from coalition.models import (
    Contributor,
    Match,
    Need,
    Offer,
    Organisation,
    Programme,
    RoleGrant,
)
from coalition.models.need_words import Side
from coalition.models.preference import Owner
from coalition.models.user import User

Role = RoleGrant.Role


def require(allowed: bool) -> None:
    """Turn a no into a 403."""
    if not allowed:
        raise PermissionDenied


def holds(user: User, *roles: str, programme: Programme | None = None) -> bool:
    """Holds one of the roles today; in that programme, or in any when none is named."""
    return any(
        role in roles and (programme is None or programme_id == programme.pk)
        for role, programme_id in getattr(user, "roles", ())
    )


def is_lead(user: User, programme: Programme | None = None) -> bool:
    return holds(user, Role.PROGRAMME_LEAD, programme=programme)


def is_administrator(user: User) -> bool:
    return holds(user, Role.ADMINISTRATOR)


def is_guardian(user: User) -> bool:
    """The safeguarding lead or the information rights officer: they see people, to guard them."""
    return holds(user, Role.SAFEGUARDING_LEAD, Role.INFO_RIGHTS_OFFICER)


def can_grant_roles(user: User) -> bool:
    """Administrators, each in their own programmes."""
    return is_administrator(user)


def is_coordinator(user: User, organisation: Organisation | None = None) -> bool:
    """A partner coordinator, today, of this organisation or of any."""
    return organisation.pk in user.coordinates if organisation else bool(user.coordinates)


def can_see_style_guide(user: User) -> bool:
    """Everyone who works here: whoever holds a role in a programme."""
    return bool(user.roles)


def can_list_organisations(user: User) -> bool:
    return bool(user.works_in) or is_coordinator(user)


def can_read_open_referral(user: User) -> bool:
    """Whoever works here. Nothing of it is public: what an organisation offers is between us."""
    return bool(user.works_in)


def can_add_organisation(user: User) -> bool:
    return is_lead(user) or is_administrator(user)


def can_edit_organisation(user: User, organisation: Organisation) -> bool:
    return can_add_organisation(user) or is_coordinator(user, organisation)


def can_vouch_for_organisation(user: User) -> bool:
    """Say who it is and how it stands with us, which it cannot say itself."""
    return can_add_organisation(user)


def can_speak_for(person: Contributor, organisation: Organisation, on: date | None = None) -> bool:
    """Act for the organisation on that day (today): reserve, differ, consent (AFF-2)."""
    places = person.affiliations.in_force(on)
    return places.filter(organisation=organisation, can_speak_for=True).exists()


def can_merge(user: User, row: Organisation | Contributor) -> bool:
    of_a_kind = can_merge_organisations if isinstance(row, Organisation) else can_merge_people
    return of_a_kind(user)


def can_merge_organisations(user: User) -> bool:
    """Leads; and administrators, who keep the register (P2: they see no people)."""
    return is_lead(user) or is_administrator(user)


def can_merge_people(user: User) -> bool:
    return is_lead(user)


def can_import_organisations(user: User) -> bool:
    return is_lead(user) or is_administrator(user)


def can_import_people(user: User) -> bool:
    """Those who may add them one by one."""
    return can_add_contributor(user)


def can_list_contributors(user: User) -> bool:
    return can_add_contributor(user) or is_guardian(user) or is_coordinator(user)


def can_add_contributor(user: User) -> bool:
    return is_lead(user) or holds(user, Role.RECOGNITION_ADMIN)


def can_place_holds(user: User) -> bool:
    """See, place, review and lift holds; nobody else learns more than that there is one (HLD-1)."""
    return is_guardian(user)


def can_ask_for_holds(user: User) -> bool:
    """Place them, or ask that they be placed."""
    return can_place_holds(user) or is_lead(user)


def can_stop_contact(user: User) -> bool:
    """Say that a person died, went away, or wants to hear nothing more; or can be reached again."""
    return can_add_contributor(user) or is_guardian(user)


def can_remove_identity(user: User) -> bool:
    """Remove a person's identity, and take back that somebody died (CON-2, CON-5)."""
    return holds(user, Role.INFO_RIGHTS_OFFICER)


def can_hear_preferences(user: User, owner: Owner) -> bool:
    """Write down how somebody likes to be thanked: those who heard it, or the person, or for an
    organisation its coordinator."""
    if can_stop_contact(user):
        return True
    if isinstance(owner, Organisation):
        return is_coordinator(user, owner)
    return isinstance(owner, Contributor) and owner.user_id == user.pk


def can_keep_households(user: User) -> bool:
    return can_add_contributor(user)


def can_affiliate(user: User, person: Contributor) -> bool:
    """Those who keep the register; a coordinator only people whom they see already, or a place in
    the organisation would open to them whatever stands about somebody else."""
    return can_add_contributor(user) or Contributor.objects.visible_to(user).contains(person)


def can_edit_contributor(user: User, contributor: Contributor) -> bool:
    """Leads and recognition admins; the person; and the coordinator of their organisation."""
    if can_add_contributor(user) or contributor.user_id == user.pk:
        return True
    places = contributor.affiliations.in_force().values_list("organisation_id", flat=True)
    return not user.coordinates.isdisjoint(places)


def can_answer_offers(user: User, programme: Programme | None = None) -> bool:
    """See the inbox; acknowledge, triage, accept, decline, complete."""
    return is_lead(user, programme)


def can_withdraw_offer(user: User, offer: Offer) -> bool:
    """The person who offered, or their organisation's coordinator; staff on their word."""
    if can_answer_offers(user, offer.programme) or offer.contributor.user_id == user.pk:
        return True
    return offer.organisation is not None and is_coordinator(user, offer.organisation)


def can_list_needs(user: User) -> bool:
    """Leads; and partners, who may be able to meet what others need."""
    return is_lead(user) or is_coordinator(user)


def can_raise_need(user: User, organisation: Organisation) -> bool:
    """Leads, for anyone; a partner coordinator for the organisation."""
    return is_lead(user) or is_coordinator(user, organisation)


def can_edit_need(user: User, need: Need) -> bool:
    """Put it right, close it, take it back: leads, and the organisation that needs it."""
    return is_lead(user, need.programme) or is_coordinator(user, need.organisation)


def can_verify_need(user: User, need: Need) -> bool:
    """A second person: a lead, or another coordinator of the organisation (NED-1)."""
    return can_edit_need(user, need) and user.pk != need.raised_by_id


def can_open_need(user: User, need: Need) -> bool:
    return is_lead(user, need.programme)


def can_close_need(user: User, need: Need) -> bool:
    """Say that it stays unmet, and why (NED-3)."""
    return is_lead(user, need.programme)


def can_propose_match(user: User, need: Need) -> bool:
    """Leads, and whoever needs it."""
    return can_edit_need(user, need)


def can_propose_match_of(user: User, offer: Offer) -> bool:
    """Leads, and the organisation that offers it."""
    if is_lead(user, offer.programme):
        return True
    return offer.organisation is not None and is_coordinator(user, offer.organisation)


def side_of(user: User, match: Match) -> str:
    """The side of a match that this person answers for; nothing for others."""
    if is_coordinator(user, match.need.organisation):
        return Side.NEED
    offer = match.offer
    theirs = offer.organisation is not None and is_coordinator(user, offer.organisation)
    return Side.OFFERER if theirs or offer.contributor.user_id == user.pk else ""


def can_lead_match(user: User, match: Match) -> bool:
    """Write down what a side said by phone; end it; see both sides."""
    return is_lead(user, match.need.programme)


def can_end_match(user: User, match: Match) -> bool:
    return can_lead_match(user, match) or bool(side_of(user, match))


def can_say_outcome(user: User, match: Match) -> bool:
    """What came of it, for those who needed it: they, or a lead on their word (MAT-4)."""
    return can_lead_match(user, match) or side_of(user, match) == Side.NEED


def can_record_checks(user: User, match: Match) -> bool:
    return can_lead_match(user, match) or can_see_failed_checks(user, match)


def can_see_failed_checks(user: User, match: Match) -> bool:
    """That a check is not clear is for the safeguarding lead alone (CHK-2)."""
    return holds(user, Role.SAFEGUARDING_LEAD, programme=match.need.programme)


def can_see_figures(user: User) -> bool:
    """Everyone who works in a programme."""
    return bool(user.works_in)
