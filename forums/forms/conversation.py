"""What may be typed in a conversation."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from coalition.attachments import MOST_FILES, AttachmentsField
from coalition.fields import AppForm
from forums.forms.fields import LineField, ParagraphsField
from forums.models import Post
from forums.models.conversation import POST_LENGTH

# L9: by every box in which somebody writes to others.
AS_IF_DISCLOSED = (
    "Write as if disclosed: public bodies may have to publish it (freedom of information)."
    " Leave out anything about a person’s case."
)


class PostForm(AppForm):
    tag = forms.ChoiceField(label="What is it?", choices=Post.Tag.choices, widget=forms.RadioSelect)
    body = ParagraphsField(
        label="Your contribution",
        max_length=POST_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=f"You can change it for 15 minutes. {AS_IF_DISCLOSED}",
    )
    attachments = AttachmentsField(required=False)


class TopicForm(PostForm):
    title = LineField(
        label="What is the topic?",
        max_length=150,
        help_text="A question works best, such as ‘Who rings on day two?’",
    )
    field_order = ["title", "tag", "body"]


class ChangePostForm(PostForm):
    """Changes a contribution only as the page showed it: what its author saved in another window
    is not undone by an older one. Saving once more is a deliberate yes."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, post: Post) -> None:
        self.now = post.stamp
        said = {"tag": post.tag, "body": post.body, "seen": self.now}
        super().__init__(data, files, initial=said)
        self.fields["attachments"] = AttachmentsField(
            required=False, room=MOST_FILES - post.files.count()
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.pop("seen", "") or self.now) != self.now:
            typed = cast(QueryDict, self.data).copy()
            typed["seen"] = self.now
            self.data = typed
            raise forms.ValidationError(
                "You changed this contribution in another window while this one was open. Look at"
                " it there; save yours if it is still right."
            )
        return cleaned
