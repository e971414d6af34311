from forums.forms.acknowledging import AcknowledgeForm, RecordForm
from forums.forms.agenda import ItemForm, LengthForm, MentionForm, PaperForm, RemoveForm
from forums.forms.answering import AnswerDecisionForm, CallInForm, EvaluateForm, OverrideForm
from forums.forms.attendance import ApologiesForm, AttendanceForm, ChairForm, CloseForm
from forums.forms.conversation import ChangePostForm, PostForm, TopicForm
from forums.forms.decisions import AskDissentForm, DecisionForm, DissentForm, StartForm
from forums.forms.delegations import DelegationForm
from forums.forms.differences import (
    DifferenceForm,
    OpenForm,
    PositionForm,
    ReturnForm,
    ReviewDateForm,
    SettleForm,
)
from forums.forms.digests import DigestForm
from forums.forms.ending import ReturnDelegationForm, RevokeForm
from forums.forms.forums import ForumForm
from forums.forms.group_invitations import GroupInvitationForm
from forums.forms.interests import InterestForm, LateInterestForm
from forums.forms.invitations import InvitationForm, SuggestionForm
from forums.forms.leaving import RemovalForm, TermForm
from forums.forms.life import RenewForm
from forums.forms.lottery import ComeForwardForm, SeatCallForm
from forums.forms.meetings import CalendarFileForm, CancelForm, MeetingForm
from forums.forms.minutes import (
    ActionForm,
    AnswerForm,
    CirculateForm,
    CorrectionForm,
    EndActionForm,
    HandOnForm,
    MinuteForm,
    RecusalForm,
)
from forums.forms.mix import LimitForm, PreviewForm, TargetEditForm, TargetForm
from forums.forms.parking import ParkForm
from forums.forms.promise import QuartersForm
from forums.forms.proposals import ProposalForm, WithdrawProposalForm
from forums.forms.pulse import PulseForm
from forums.forms.reserved import ReservedMatterForm
from forums.forms.responses import (
    AnswerQuestionForm,
    ClassifyForm,
    RecordResponseForm,
    ReplyForm,
    RespondForm,
    RulingForm,
)
from forums.forms.rounds import OpenRoundForm, ProxyForm
from forums.forms.scope import ScopeForm, SendBackForm
from forums.forms.seats import SeatForm

__all__ = [
    "AcknowledgeForm",
    "ActionForm",
    "AnswerDecisionForm",
    "AnswerForm",
    "AnswerQuestionForm",
    "ApologiesForm",
    "AskDissentForm",
    "AttendanceForm",
    "CalendarFileForm",
    "CallInForm",
    "CancelForm",
    "ChairForm",
    "ChangePostForm",
    "CirculateForm",
    "ClassifyForm",
    "CloseForm",
    "ComeForwardForm",
    "CorrectionForm",
    "DecisionForm",
    "DelegationForm",
    "DifferenceForm",
    "DigestForm",
    "DissentForm",
    "EndActionForm",
    "EvaluateForm",
    "ForumForm",
    "GroupInvitationForm",
    "HandOnForm",
    "InterestForm",
    "InvitationForm",
    "ItemForm",
    "LateInterestForm",
    "LengthForm",
    "LimitForm",
    "MeetingForm",
    "MentionForm",
    "MinuteForm",
    "OpenForm",
    "OpenRoundForm",
    "OverrideForm",
    "PaperForm",
    "ParkForm",
    "PositionForm",
    "PostForm",
    "PreviewForm",
    "PulseForm",
    "QuartersForm",
    "ProposalForm",
    "ProxyForm",
    "RecordForm",
    "RecordResponseForm",
    "RecusalForm",
    "RemovalForm",
    "RemoveForm",
    "RenewForm",
    "ReplyForm",
    "ReservedMatterForm",
    "RespondForm",
    "ReturnDelegationForm",
    "ReturnForm",
    "ReviewDateForm",
    "RevokeForm",
    "RulingForm",
    "ScopeForm",
    "SeatCallForm",
    "SeatForm",
    "SendBackForm",
    "SettleForm",
    "StartForm",
    "SuggestionForm",
    "TargetEditForm",
    "TargetForm",
    "TermForm",
    "TopicForm",
    "WithdrawProposalForm",
]
