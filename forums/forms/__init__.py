from forums.forms.conversation import PostForm, TopicForm
from forums.forms.forums import ForumForm
from forums.forms.invitations import InvitationForm, SuggestionForm
from forums.forms.scope import ScopeForm, SendBackForm
from forums.forms.seats import SeatForm

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
