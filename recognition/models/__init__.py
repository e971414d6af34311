from recognition.models.acknowledgement import Acknowledgement
from recognition.models.approval import Approval
from recognition.models.arm import Arm, Assignment
from recognition.models.attempt import DeliveryAttempt
from recognition.models.audience_rule import AudienceRule
from recognition.models.badge import Badge
from recognition.models.bounce import Bounce
from recognition.models.campaign import Campaign
from recognition.models.candidate import Candidate, Exclusion
from recognition.models.contribution import RECOGNITION_ROLES, ContributionEvent
from recognition.models.embargo import Embargo, Waiver
from recognition.models.epoch import Epoch
from recognition.models.experiment import Experiment
from recognition.models.halt import Halt
from recognition.models.invitation import Invitation
from recognition.models.late_decision import LateDecision
from recognition.models.letter import Letter
from recognition.models.letterhead import Letterhead
from recognition.models.mandate import Mandate
from recognition.models.pack import PackedLetter, PackFile, PrintPack
from recognition.models.regret import Regret
from recognition.models.response import Response
from recognition.models.signatory import Signatory
from recognition.models.team import Teammate
from recognition.models.template import LetterTemplate, TemplateVersion
from recognition.models.wave import Wave

__all__ = [
    "RECOGNITION_ROLES",
    "Acknowledgement",
    "Approval",
    "Arm",
    "Assignment",
    "Bounce",
    "AudienceRule",
    "Badge",
    "Campaign",
    "Candidate",
    "ContributionEvent",
    "DeliveryAttempt",
    "Embargo",
    "Epoch",
    "Exclusion",
    "Halt",
    "Invitation",
    "LateDecision",
    "Experiment",
    "Letter",
    "Letterhead",
    "LetterTemplate",
    "Mandate",
    "PackFile",
    "PackedLetter",
    "PrintPack",
    "Regret",
    "Response",
    "Signatory",
    "Teammate",
    "TemplateVersion",
    "Waiver",
    "Wave",
]
