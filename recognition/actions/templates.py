"""What happens to letter templates: words are added as new versions, never changed."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, Programme, User
from recognition.models import LetterTemplate, TemplateVersion

TEMPLATE_SAVED = "template.saved"
TEMPLATE_APPROVAL_ASKED = "template.approval_asked"
TEMPLATE_APPROVED = "template.approved"
TEMPLATE_RETIRED = "template.retired"


@action
def write(
    *,
    programme: Programme,
    name: str,
    language: str,
    subject: str,
    body: str,
    by: User,
    kind: str = LetterTemplate.Kind.LETTER,
    format: str = LetterTemplate.Format.STANDARD,
    sibling_of: LetterTemplate | None = None,
    follows: int | None = None,
    contains_ask: bool = False,
) -> TemplateVersion:
    """A new template and its first version; as a sibling, it says what the version numbered
    `follows` of the leading one says. Raises DomainError where the name is taken, or there is such
    a sibling."""
    if sibling_of:
        _require_can_have(sibling_of, language, format)
    template = LetterTemplate.objects.create(
        programme=programme,
        name=name,
        kind=sibling_of.kind if sibling_of else kind,
        language=language,
        format=format,
        sibling_of=sibling_of,
    )
    words = {"subject": subject, "body": body, "contains_ask": contains_ask}
    return _add_version(template, 1, by, follows=_led(template, follows), **words)


@action
def rewrite(
    *,
    template: LetterTemplate,
    based_on: int,
    subject: str,
    body: str,
    by: User,
    follows: int | None = None,
    contains_ask: bool = False,
) -> TemplateVersion:
    """The next version, written on top of the one numbered `based_on`; of a sibling, it says what
    the version numbered `follows` of the leading template says. Raises DomainError where somebody
    else has saved another meanwhile. Words that stand already make no new version."""
    template = LetterTemplate.objects.lock(template)
    latest = template.versions.order_by("-number")[0]
    if latest.number != based_on:
        raise DomainError(
            f"{latest.written_by} saved version {latest.number} while you were writing."
            " Copy your words, look at theirs, and save again."
        )
    words = {
        "subject": subject,
        "body": body,
        "contains_ask": contains_ask,
        "follows": _led(template, follows),
    }
    if all(getattr(latest, name) == value for name, value in words.items()):
        return latest

    return _add_version(template, latest.number + 1, by, **words)


@action
def ask(*, version: TemplateVersion, by: User) -> TemplateVersion:
    """Somebody else should read the words and approve them."""
    version = _lock_newest(version)
    if version.review_asked_at:
        raise DomainError("Somebody has asked for approval already.")

    version.review_asked_at = timezone.now()
    version.save(update_fields=["review_asked_at"])

    _record(TEMPLATE_APPROVAL_ASKED, version.template, by, version=version.number)
    return version


@action
def approve(*, version: TemplateVersion, by: User) -> TemplateVersion:
    """These words may be sent. Raises NotAuthorised for their writer (P1)."""
    version = _lock_newest(version)
    if version.written_by == by:
        raise NotAuthorised("You wrote these words, so somebody else approves them.")
    if not version.review_asked_at:
        raise DomainError("Nobody has asked for approval of these words yet.")
    if version.approved_at:
        raise DomainError("These words are approved already.")

    version.approved_at, version.approved_by = timezone.now(), by
    version.save(update_fields=["approved_at", "approved_by"])

    _record(TEMPLATE_APPROVED, version.template, by, version=version.number)
    return version


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


def _add_version(template: LetterTemplate, number: int, by: User, **words: Any) -> TemplateVersion:
    version = TemplateVersion.objects.create(
        template=template, number=number, written_by=by, **words
    )
    _record(TEMPLATE_SAVED, template, by, version=number)
    return version


def _lock_newest(version: TemplateVersion) -> TemplateVersion:
    """The version, with its template locked against newer words."""
    template = LetterTemplate.objects.lock(version.template)
    newest = template.versions.select_related("written_by").order_by("-number")[0]
    if newest.pk != version.pk:
        raise DomainError(f"There is a version {newest.number} by now. Read that one.")
    if template.retired_at:
        raise DomainError("This template is out of use.")
    newest.template = template
    return newest


def _led(template: LetterTemplate, number: int | None) -> TemplateVersion | None:
    """That version of the leading template, for a sibling."""
    if template.sibling_of is None or number is None:
        return None
    return template.sibling_of.versions.get(number=number)


def _require_can_have(leading: LetterTemplate, language: str, format: str) -> None:
    if leading.sibling_of:
        raise DomainError(
            f"“{leading}” is itself a version of “{leading.sibling_of}”."
            " Write another version of that."
        )
    if (language, format) == (leading.language, leading.format):
        raise DomainError(
            f"“{leading}” is in {leading.get_language_display()} as everyone gets it already."
            " Choose another language or format."
        )


def _record(kind: str, template: LetterTemplate, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=template, programme=template.programme, **facts
    )
