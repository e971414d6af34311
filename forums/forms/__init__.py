from forums.forms.conversation import PostForm, TopicForm
from forums.forms.forums import ForumForm
from forums.forms.invitations import InvitationForm, SuggestionForm
from forums.forms.mix import LimitForm, PreviewForm, TargetEditForm, TargetForm
from forums.forms.scope import ScopeForm, SendBackForm
from forums.forms.seats import SeatForm

__all__ = [
    "ForumForm",
    "InvitationForm",
    "LimitForm",
    "PostForm",
    "PreviewForm",
    "ScopeForm",
    "SeatForm",
    "SendBackForm",
    "SuggestionForm",
    "TargetEditForm",
    "TargetForm",
    "TopicForm",
]
