from forums.forms.acknowledging import AcknowledgeForm, RecordForm
from forums.forms.conversation import ChangePostForm, PostForm, TopicForm
from forums.forms.differences import (
    DifferenceForm,
    OpenForm,
    PositionForm,
    ReturnForm,
    ReviewDateForm,
    SettleForm,
)
from forums.forms.forums import ForumForm
from forums.forms.invitations import InvitationForm, SuggestionForm
from forums.forms.leaving import RemovalForm, TermForm
from forums.forms.life import RenewForm
from forums.forms.lottery import ComeForwardForm, SeatCallForm
from forums.forms.meetings import CancelForm, MeetingForm
from forums.forms.mix import LimitForm, PreviewForm, TargetEditForm, TargetForm
from forums.forms.parking import ParkForm
from forums.forms.scope import ScopeForm, SendBackForm
from forums.forms.seats import SeatForm

__all__ = [
    "AcknowledgeForm",
    "CancelForm",
    "ChangePostForm",
    "ComeForwardForm",
    "DifferenceForm",
    "ForumForm",
    "InvitationForm",
    "LimitForm",
    "MeetingForm",
    "OpenForm",
    "ParkForm",
    "PositionForm",
    "PostForm",
    "PreviewForm",
    "RecordForm",
    "RemovalForm",
    "RenewForm",
    "ReturnForm",
    "ReviewDateForm",
    "ScopeForm",
    "SeatCallForm",
    "SeatForm",
    "SendBackForm",
    "SettleForm",
    "SuggestionForm",
    "TargetEditForm",
    "TargetForm",
    "TermForm",
    "TopicForm",
]
