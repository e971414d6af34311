"""What a form of a forum says about what becomes of words that are written in it (L9)."""

from django import forms, template

register = template.Library()
SAID = "freedom of information"


@register.filter
def needs_a_notice(form: forms.BaseForm) -> bool:
    """It has a box to write in, and no hint of it says yet that public bodies may publish it."""
    fields = [field.field for field in form.visible_fields()]
    has_a_box = any(isinstance(field.widget, forms.Textarea) for field in fields)
    return has_a_box and not any(SAID in str(field.help_text) for field in fields)
