from coalition.models.contributor import Affiliation, Contributor
from coalition.models.hold import Hold
from coalition.models.household import Household, HouseholdMember
from coalition.models.journal import JournalEntry
from coalition.models.mail import Mail
from coalition.models.offer import Offer
from coalition.models.organisation import (
    Organisation,
    OrganisationIdentifier,
    Scheme,
    Sector,
)
from coalition.models.organisation_import import OrganisationImport
from coalition.models.preference import Preference
from coalition.models.programme import Programme, RoleGrant
from coalition.models.user import User

__all__ = [
    "Affiliation",
    "Contributor",
    "Hold",
    "Household",
    "HouseholdMember",
    "JournalEntry",
    "Mail",
    "Offer",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationImport",
    "Preference",
    "Programme",
    "RoleGrant",
    "Scheme",
    "Sector",
    "User",
]
