"""How signing in and up behaves (django-allauth)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django import forms
from django.http import HttpRequest

from coalition.actions import contributors, mail
from coalition.domain import one_line
from coalition.models import User


class NameForm(forms.Form):
    """What signing up asks besides an email address and a password."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """django-allauth insists on this method; AccountAdapter.save_user does the work."""


class AccountAdapter(DefaultAccountAdapter):
    """Account mail goes through the outbox, so that a mail server's bad minute fails nobody."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right. Check both.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
        "enter_current_password": "Enter the password that you use now",
        "incorrect_password": "This is not your password. Check it, or set a new one.",
        "duplicate_email": "This address is in your account already",
        "email_taken": "This address belongs to an account already",
        "same_as_current": "Enter one that differs from the one you use now",
        "rate_limited": "Too many tries. Wait a few minutes, then try again.",
    }

    def save_user(
        self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True
    ) -> User:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """An address that is proven leads to the offers and letters of the person who has it."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            contributors.link_account(user=email_address.user, email=email_address.email)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        mail.queue(
            kind=template_prefix.rpartition("/")[2][:40],
            to=email,
            subject=str(message.subject),
            body=str(message.body),
        )
