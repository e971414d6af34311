"""What happens to letter templates: words are added as new versions, never changed."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Programme, User
from recognition.models import LetterTemplate, TemplateVersion

TEMPLATE_SAVED = "template.saved"
TEMPLATE_RETIRED = "template.retired"


@action
def write(
    *, programme: Programme, name: str, language: str, subject: str, body: str, by: User
) -> TemplateVersion:
    """A new template and its first version. Raises DomainError where the name is taken."""
    template = LetterTemplate.objects.create(programme=programme, name=name, language=language)
    return _add_version(template, 1, subject, body, by)


@action
def rewrite(
    *, template: LetterTemplate, based_on: int, subject: str, body: str, by: User
) -> TemplateVersion:
    """The next version, written on top of the one numbered `based_on`. Raises DomainError where
    somebody else has saved another meanwhile. Words that stand already make no new version."""
    template = LetterTemplate.objects.lock(template)
    latest = template.versions.order_by("-number")[0]
    if latest.number != based_on:
        raise DomainError(
            f"{latest.written_by} saved version {latest.number} while you were writing."
            " Copy your words, look at theirs, and save again."
        )
    if (latest.subject, latest.body) == (subject, body):
        return latest

    return _add_version(template, latest.number + 1, subject, body, by)


@action
def retire(*, template: LetterTemplate, by: User) -> LetterTemplate:
    """Offer it for new campaigns no longer; those that use it keep their version."""
    template = LetterTemplate.objects.lock(template)
    if template.retired_at:
        raise DomainError("This template is out of use already.")

    template.retired_at = timezone.now()
    template.save(update_fields=["retired_at"])

    _record(TEMPLATE_RETIRED, template, by)
    return template


def _add_version(
    template: LetterTemplate, number: int, subject: str, body: str, by: User
) -> TemplateVersion:
    version = TemplateVersion.objects.create(
        template=template, number=number, subject=subject, body=body, written_by=by
    )
    _record(TEMPLATE_SAVED, template, by, version=number)
    return version


def _record(kind: str, template: LetterTemplate, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=template, programme=template.programme, **facts
    )
