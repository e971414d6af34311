from recognition.models.campaign import Approval, Campaign, Exclusion
from recognition.models.contribution import ContributionEvent
from recognition.models.letter import Letter
from recognition.models.signatory import Signatory
from recognition.models.template import LetterTemplate, TemplateVersion

__all__ = [
    "Approval",
    "Campaign",
    "ContributionEvent",
    "Exclusion",
    "Letter",
    "LetterTemplate",
    "Signatory",
    "TemplateVersion",
]
