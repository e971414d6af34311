"""The words of letters: written, seen as they will be printed, and put out of use."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from recognition import content, reading
from recognition.actions import templates
from recognition.forms.templates import SiblingForm, TemplateForm, WordsForm
from recognition.models import LetterTemplate, TemplateVersion
from recognition.permissions import can_approve_words, can_prepare_thanks, can_see_thanks
from recognition.proofs import proof_of_words
from recognition.typesetting.placeholders import PLACEHOLDERS, SAMPLES, fill, word_count
from recognition.views import papers
from recognition.views.campaigns import programmes_of
from recognition.wordings import WORDINGS

SECTION = {"section": "thanks", "tab": "templates"}
# In which languages and formats a letter is wanted besides, Welsh first (TPL-4).
WANTED = [("cy", "standard"), ("en", "easy_read"), ("cy", "easy_read"), ("en", "standard")]


def template_list(request: Request) -> HttpResponse:
    require(can_see_thanks(request.user))
    visible = LetterTemplate.objects.visible_to(request.user)
    latest = TemplateVersion.objects.latest_of_each().filter(template__in=visible)
    versions = latest.select_related("template__sibling_of", "written_by").order_by(
        "template__retired_at", "template__name"
    )
    context = {
        **SECTION,
        "versions": versions,
        "wordings": [wording for wording in WORDINGS.values() if wording.leads],
        "can_prepare": can_prepare_thanks(request.user),
    }
    return render(request, "recognition/template_list.html", context)


def template_new(request: Request) -> HttpResponse:
    """Empty, or started from a ready wording: ?start=official."""
    require(can_prepare_thanks(request.user))
    start = WORDINGS.get(request.GET.get("start", ""))
    form = TemplateForm(
        posted(request),
        programmes=programmes_of(request.user),
        initial={
            "name": start.name,
            "kind": start.kind,
            "language": start.language,
            "subject": start.subject,
            "body": start.body,
        }
        if start
        else None,
    )
    if form.is_valid():
        try:
            version = templates.write(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "The template is saved. This is how it prints.")
            return redirect(version.template)
    context = {**SECTION, **_beside(), "start": start}
    return render_form(request, "recognition/template_new.html", form, context)


def template_detail(request: Request, pk: int) -> HttpResponse:
    """The newest words, or ?version=2, beside the real PDF with examples filled in."""
    template = _visible(request, pk)
    people = template.versions.select_related("written_by", "approved_by")
    versions = list(people.order_by("-number"))
    wanted = request.GET.get("version", "")
    version = next((one for one in versions if str(one.number) == wanted), versions[0])
    version.template = template
    context = {
        **SECTION,
        "template": template,
        "version": version,
        "versions": versions,
        "words": word_count(version.body),
        "reading": reading.of(_as_read(version), template.language),
        "can_ask": version == versions[0] and version.state == "draft",
        "can_approve": version.state == "in_review" and can_approve_words(request.user, version),
        "leading": _leading(template),
        "siblings": _siblings(template, versions[0]),
        "proof": proof_of_words(version, timezone.localdate()),
        "can_edit": can_prepare_thanks(request.user, template.programme)
        and not template.retired_at,
    }
    return render(request, "recognition/template_detail.html", context)


def template_edit(request: Request, pk: int) -> HttpResponse:
    template = _visible(request, pk)
    require(can_prepare_thanks(request.user, template.programme))
    latest = template.versions.order_by("-number")[0]
    leading = _leading(template)
    form = WordsForm(
        posted(request),
        kind=template.kind,
        initial={
            "subject": latest.subject,
            "body": latest.body,
            "based_on": latest.number,
            "follows": leading and leading.number,
            "contains_ask": "yes" if latest.contains_ask else "",
        },
    )
    if form.is_valid():
        try:
            version = templates.rewrite(template=template, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Version {version.number} is saved. This is how it prints.")
            return redirect(template)
    context = {**SECTION, **_beside(), "template": template, "leading": leading}
    return render_form(request, "recognition/template_edit.html", form, context)


def template_sibling(request: Request, pk: int) -> HttpResponse:
    """The same letter in another language, or as easy read, beside the words that it follows."""
    leading = _visible(request, pk)
    require(can_prepare_thanks(request.user, leading.programme))
    latest = leading.versions.order_by("-number")[0]
    language, format_ = _sort_to_write(leading)
    form = SiblingForm(
        posted(request),
        kind=leading.kind,
        initial={
            "name": f"{leading} ({LetterTemplate(language=language, format=format_).sort})"[:120],
            "language": language,
            "format": format_,
            "follows": latest.number,
            **_ready(latest, language, format_),
        },
    )
    if form.is_valid():
        try:
            version = templates.write(
                programme=leading.programme,
                sibling_of=leading,
                by=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The template is saved. This is how it prints.")
            return redirect(version.template)
    context = {**SECTION, **_beside(), "template": leading, "leading": latest}
    return render_form(request, "recognition/template_sibling.html", form, context)


@require_POST
def template_ask(request: Request, pk: int) -> HttpResponse:
    """Ask for approval; `pk` is the version's."""
    version = _version(request, pk)
    require(can_prepare_thanks(request.user, version.template.programme))
    templates.ask(version=version, by=request.user)
    messages.success(request, "Those who may approve these words see them on their dashboard.")
    return redirect(version.template)


@require_POST
def template_approve(request: Request, pk: int) -> HttpResponse:
    """Approve exactly these words; `pk` is the version's."""
    version = _version(request, pk)
    require(can_approve_words(request.user, version))
    templates.approve(version=version, by=request.user)
    messages.success(request, f"“{version}” is approved.")
    return redirect(version.template)


@require_POST
def template_retire(request: Request, pk: int) -> HttpResponse:
    template = _visible(request, pk)
    require(can_prepare_thanks(request.user, template.programme))
    templates.retire(template=template, by=request.user)
    messages.success(request, f"“{template}” is out of use. Campaigns that have it keep it.")
    return redirect("recognition:template_list")


def template_page(request: Request, pk: int, page: int) -> HttpResponse:
    """A page of the example letter as a picture; `pk` is the version's."""
    return papers.page_image(request, _example(request, pk), page)


def template_pdf(request: Request, pk: int) -> HttpResponse:
    return papers.pdf_of(request, _example(request, pk))


def _example(request: Request, pk: int):
    return content.sample(_version(request, pk), timezone.localdate())


def _version(request: Request, pk: int) -> TemplateVersion:
    visible = LetterTemplate.objects.visible_to(request.user)
    versions = TemplateVersion.objects.filter(template__in=visible)
    return get_object_or_404(versions.select_related("template__programme"), pk=pk)


def _as_read(version: TemplateVersion) -> str:
    """With examples in place of the placeholders."""
    return fill(version.body, SAMPLES)


def _sort_to_write(leading: LetterTemplate) -> tuple[str, str]:
    """The language and format of the version that is wanted most, of those that are not there."""
    there = {(leading.language, leading.format)}
    there |= set(leading.siblings.in_use().values_list("language", "format"))
    return next((sort for sort in WANTED if sort not in there), WANTED[0])


def _ready(version: TemplateVersion, language: str, format_: str) -> dict[str, str]:
    """The ready wording of that sort, where these words are a ready wording themselves."""
    for wording in WORDINGS.values():
        same = wording.follows and WORDINGS[wording.follows].body == version.body
        if same and (wording.language, wording.format) == (language, format_):
            return {"name": wording.name, "subject": wording.subject, "body": wording.body}
    return {}


def _leading(template: LetterTemplate) -> TemplateVersion | None:
    """The newest words of the template that this one is a version of."""
    if template.sibling_of is None:
        return None
    return template.sibling_of.versions.order_by("-number")[0]


def _siblings(
    template: LetterTemplate, newest: TemplateVersion
) -> list[tuple[TemplateVersion, bool]]:
    """Its versions in other languages and formats, and whether each says the newest words."""
    in_use = template.siblings.in_use()
    latest = TemplateVersion.objects.latest_of_each().filter(template__in=in_use)
    rows = latest.select_related("template", "follows").order_by("template__language", "template")
    return [(one, one.follows_id == newest.pk) for one in rows]


def _visible(request: Request, pk: int) -> LetterTemplate:
    visible = LetterTemplate.objects.visible_to(request.user)
    visible = visible.select_related("programme", "sibling_of")
    return get_object_or_404(visible, pk=pk)


def _beside() -> dict:
    leading = [wording for wording in WORDINGS.values() if wording.leads]
    return {"placeholders": PLACEHOLDERS.values(), "wordings": leading}
