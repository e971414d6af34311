"""Which version of the words each person gets: in their language and the format that they need, and
what is missing (TPL-4, G11). Asks no query, but where it says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from coalition.domain import DomainError
from coalition.models import Contributor, Programme
from recognition.models import Campaign, Letter, LetterTemplate, TemplateVersion

Need, Language = Contributor.Format, Contributor.Language
WALES = "WLS"
# Needs that a letter of ours can meet; the others are met by a person.
MADE = set(Letter.Format.values)


@dataclass(frozen=True)
class Unreadable(Exception):
    """No version of these words can be read by the person; `why` says what helps."""

    why: str


def of(version: TemplateVersion) -> list[TemplateVersion]:
    """The version and its current siblings; one query."""
    siblings = TemplateVersion.objects.saying_what_it_says(version)
    return [version, *siblings.select_related("template").order_by("template")]


def chosen_for(
    person: Contributor, versions: Sequence[TemplateVersion], language: str = ""
) -> tuple[TemplateVersion, str]:
    """The version that a person gets, in their language or the one that is given, and the format in
    which it is set. The first of `versions` leads. Raises Unreadable where none will do."""
    need, main = person.format_need, versions[0]
    language = language or person.language
    if need not in MADE:
        raise Unreadable(_not_made(need))
    in_language = [one for one in versions if one.template.language == language]
    readable = in_language or [one for one in versions if one.template.language == _main(main)]
    wanted = Need.EASY_READ if need == Need.EASY_READ else Need.STANDARD
    found = next((one for one in readable if one.template.format == wanted), None)
    if found is None and need == Need.EASY_READ:
        raise Unreadable("They need an easy read letter, and these words have no such version.")
    version = found or readable[0]
    if version.template.format == LetterTemplate.Format.EASY_READ:
        need = Need.EASY_READ
    return version, need


def pair_for(
    person: Contributor, versions: Sequence[TemplateVersion]
) -> tuple[TemplateVersion, TemplateVersion, str]:
    """HH-2, for a household in which some read Welsh and others do not: the English version, the
    Welsh one beside it, and the format of the first. Raises Unreadable."""
    found = {}
    for language in (Language.ENGLISH, Language.WELSH):
        version, format_ = chosen_for(person, versions, language)
        if version.template.language != language:
            raise Unreadable(
                f"Somebody in this household reads {language.label}, and these words have no"
                f" {language.label} version that is up to date."
            )
        found[language] = version, format_
    (english, format_), (welsh, _) = found.values()
    return english, welsh, format_


def require_approved(versions: Iterable[TemplateVersion]) -> None:
    """Raise DomainError for words that nobody has approved, where that is asked for."""
    if not settings.LETTER_TEMPLATES_NEED_APPROVAL:
        return
    for version in versions:
        if not version.approved_at:
            raise DomainError(
                f"“{version}” is not approved yet. Ask for approval on the page of the template."
            )


def reaches_wales(person: Contributor, programme: Programme) -> bool:
    """Lives in Wales, or reads Welsh: a Welsh version must be there (TPL-4)."""
    nation = person.nation or programme.nation
    return nation == WALES or person.language == Language.WELSH


def in_wales(programme: Programme) -> Q:
    """The same of letters, for the database."""
    nations = [WALES, ""] if programme.nation == WALES else [WALES]
    return Q(contributor__nation__in=nations) | Q(contributor__language=Language.WELSH)


def require_welsh(versions: Iterable[TemplateVersion], campaign: Campaign) -> None:
    """Raise DomainError where its letters reach Wales and no version is in Welsh; a query then."""
    main, *others = versions
    if any(one.template.language == Language.WELSH for one in (main, *others)):
        return
    if count := campaign.letters.filter(in_wales(campaign.programme)).count():
        raise DomainError(why_no_welsh(main, count))


def require_welsh_still(campaign: Campaign) -> None:
    """The same of letters that are fixed: somebody may have moved. Two queries."""
    if has_welsh(campaign):
        return
    if count := campaign.letters.filter(in_wales(campaign.programme)).count():
        raise DomainError(why_no_welsh(campaign.template_version, count))


def has_welsh(campaign: Campaign) -> bool:
    """Is one of its versions in Welsh? A query, unless the leading one is."""
    if campaign.template_version.template.language == Language.WELSH:
        return True
    return campaign.other_versions.filter(template__language=Language.WELSH).exists()


def why_no_welsh(main: TemplateVersion, count: int) -> str:
    """What to do about it; a query."""
    template = main.template
    welsh = template.siblings.filter(language=Language.WELSH, retired_at=None).first()
    whom = "One of these letters goes" if count == 1 else f"{count:,} of these letters go"
    whom += " to somebody who lives in Wales or reads Welsh"
    if welsh is None:
        return (
            f"{whom}, and “{template}” has no Welsh version. Write one on the page of the"
            " template, then fix the recipients again."
        )
    return (
        f"{whom}, and the Welsh version, “{welsh}”, does not yet say what version {main.number}"
        f" of “{template}” says. Bring it up to date, then fix the recipients again."
    )


def why_unreadable(letter: Letter, *, welsh: bool, is_bilingual: bool = False) -> str | None:
    """G11, at the moment of sending: what this person needs, against what the letter is. `welsh`
    says whether its campaign has a Welsh version, `is_bilingual` whether it goes to a household in
    which some read Welsh and others do not (HH-2)."""
    person = letter.contributor
    need = person.format_need
    if need not in MADE:
        return _not_made(need)
    if need not in {Need.STANDARD, letter.format}:
        asked = person.get_format_need_display().lower()
        return f"They asked for {asked}, and this letter is not made so."
    if letter.beside_version_id:
        return None
    if is_bilingual:
        return (
            "Some in this household read Welsh and others do not, and this letter is in one"
            " language. Take it out, and write a new one in both."
        )
    if person.language == Language.WELSH != letter.language:
        return "They read Welsh, and this letter is not in Welsh."
    if not welsh and reaches_wales(person, letter.campaign.programme):
        return "It reaches Wales, and there is no Welsh version of it."
    return None


def _main(version: TemplateVersion) -> str:
    return version.template.language


def _not_made(need: str) -> str:
    asked = Need(need).label.lower()
    return f"They asked for {asked}, which is not made here. Thank them in that way yourself."
