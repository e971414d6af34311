from coalition.models.call import CallForOffers
from coalition.models.carrier import CarrierStop
from coalition.models.check import Check
from coalition.models.contact_code import ContactCode
from coalition.models.contributor import Affiliation, Contributor
from coalition.models.council import Council
from coalition.models.double import LikelyDouble, Uncompared
from coalition.models.hold import Hold
from coalition.models.household import Household, HouseholdMember
from coalition.models.identifier import OrganisationIdentifier, Scheme
from coalition.models.imports import ExternalRef, Import, ImportChange, ImportPart
from coalition.models.journal import JournalEntry, JournalSeal
from coalition.models.kind_no import KindNo
from coalition.models.mail import Mail
from coalition.models.match import Match
from coalition.models.merge import Merge
from coalition.models.need import Need
from coalition.models.offer import Offer
from coalition.models.organisation import Organisation
from coalition.models.preference import Preference
from coalition.models.programme import Programme, RoleGrant
from coalition.models.redirect import Redirect
from coalition.models.search import OrganisationWord, PersonWord
from coalition.models.sector import OrganisationSector, Sector
from coalition.models.spelling import Spelling
from coalition.models.succession import OrganisationSuccession
from coalition.models.user import User

__all__ = [
    "Affiliation",
    "CallForOffers",
    "CarrierStop",
    "Check",
    "ContactCode",
    "Contributor",
    "Hold",
    "Household",
    "HouseholdMember",
    "Council",
    "ExternalRef",
    "Import",
    "ImportChange",
    "ImportPart",
    "JournalEntry",
    "JournalSeal",
    "KindNo",
    "LikelyDouble",
    "Mail",
    "Match",
    "Need",
    "Merge",
    "Offer",
    "Organisation",
    "OrganisationIdentifier",
    "Preference",
    "OrganisationSector",
    "OrganisationSuccession",
    "OrganisationWord",
    "PersonWord",
    "Programme",
    "Redirect",
    "RoleGrant",
    "Scheme",
    "Spelling",
    "Sector",
    "Uncompared",
    "User",
]
