from forums.forms.conversation import PostForm, TopicForm
from forums.forms.forums import ForumForm, SeatForm
from forums.forms.invitations import InvitationForm, SuggestionForm
from forums.forms.scope import ScopeForm, SendBackForm

__all__ = [
    "ForumForm",
    "InvitationForm",
    "PostForm",
    "ScopeForm",
    "SeatForm",
    "SendBackForm",
    "SuggestionForm",
    "TopicForm",
]
