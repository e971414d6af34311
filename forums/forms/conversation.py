"""What may be typed in a conversation."""

from django import forms

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


class TopicForm(PostForm):
    title = LineField(
        label="What is the topic?",
        max_length=150,
        help_text="A question works best, such as ‘Who rings on day two?’",
    )
    field_order = ["title", "tag", "body"]
