"""Forms of django-allauth's that ask a little more than it does."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.core.validators import MaxLengthValidator


class ResetForm(ResetPasswordForm):
    """No address is longer than 254 characters (RFC 5321), and no mail could be queued to one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].validators.append(MaxLengthValidator(254))
