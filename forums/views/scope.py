"""The scope: read, drafted, approved, acknowledged."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.permissions import require
from forums.actions import scopes
from forums.differing import opening, reservations
from forums.forms import ScopeForm, SendBackForm
from forums.granting import decides_otherwise
from forums.models import Acknowledgement, ScopeStatement
from forums.permissions import (
    Place,
    can_approve_scope,
    can_draft_scope,
    can_list_differences,
    can_read_reservations,
    can_read_scope,
    must_acknowledge,
)
from forums.starting import starting_wording
from forums.terms_of_reference import terms_of
from forums.typesetting import typeset
from forums.views.place import in_forum, shown
from forums.wording import NOTHING_DELEGATED, changes, is_major

REVIEW_AFTER = timedelta(days=180)  # proposed in the form


@in_forum
def scope(request: Request, here: Place) -> HttpResponse:
    """The scope in force, its versions, and the one in the making."""
    can_draft = can_draft_scope(here)
    context = {
        **shown(here, "scope"),
        "versions": here.forum.scopes.approved().select_related("approved_by"),
        "open": here.forum.scopes.open().first() if can_draft else None,
        "can_draft": can_draft,
        "must_acknowledge": must_acknowledge(here),
        "recorded": _recorded_of(here),
        "reservations": reservations(here.forum) if can_read_reservations(here) else [],
    }
    return render(request, "forums/scope.html", context)


def _recorded_of(here: Place) -> Acknowledgement | None:
    """What somebody else wrote down that this member said of the version in force."""
    if here.membership is None or here.scope is None:
        return None
    standing = here.membership.acknowledgements.standing().filter(major=here.scope.major or 0)
    return standing.exclude(recorded_by=None).select_related("recorded_by").first()


@in_forum
def scope_draft(request: Request, here: Place) -> HttpResponse:
    """Begin a version from the one in force, or from our words for this kind; or go on with it."""
    require(can_draft_scope(here))
    draft = here.forum.scopes.open().with_items().first()
    if draft is not None and draft.status != ScopeStatement.Status.DRAFT:
        return redirect(draft)
    form = _scope_form(request, here, draft)
    if form.is_valid():
        try:
            saved = _save_draft(here, draft, form)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The draft is saved. Read it through, then send it on.")
            return redirect(saved)
    known = opening(here.forum) if can_list_differences(here) else []
    context = {
        **shown(here, "scope"),
        "draft": draft,
        "opening": known,
        "nothing_delegated": NOTHING_DELEGATED,
    }
    return render_form(request, "forums/scope_draft.html", form, context)


def _scope_form(request: Request, here: Place, draft: ScopeStatement | None) -> ScopeForm:
    start = starting_wording(here.forum)
    if draft is not None:
        wording = draft.wording
    else:
        wording = here.scope.wording.completed_from(start) if here.scope else start
    return ScopeForm(
        posted(request),
        wording=wording,
        is_first=here.scope is None,
        names_stay_back=here.scope is not None and not here.forum.is_attributed,
        change_note=draft.change_note if draft else "",
        review_on=draft.review_on if draft else timezone.localdate() + REVIEW_AFTER,
    )


def _save_draft(here: Place, draft: ScopeStatement | None, form: ScopeForm) -> ScopeStatement:
    typed = {
        "wording": form.wording(),
        "change_note": form.cleaned_data.get("change_note", ""),
        "review_on": form.cleaned_data["review_on"],
    }
    if draft is None:
        return scopes.draft(forum=here.forum, **typed, by=here.user)
    return scopes.redraft(scope=draft, **typed, by=here.user)


@in_forum
def scope_version(request: Request, here: Place, scope: int) -> HttpResponse:
    """One version: what it says, and what it changed from the one before."""
    version = _version(here, scope)
    before = _before(here, version)
    context = {
        **shown(here, "scope"),
        "version": version,
        "before": before,
        "changes": changes(before.wording, version.wording) if before else [],
        "is_major": _is_major(before, version),
        "can_draft": can_draft_scope(here),
        "can_approve": can_approve_scope(here, version),
        "unfilled": version.wording.unfilled,
    }
    return render(request, "forums/scope_version.html", context)


@in_forum
def scope_print(request: Request, here: Place, scope: int) -> HttpResponse:
    """Its terms of reference, on a page of A4."""
    version = _version(here, scope)
    pdf = typeset(terms_of(version))
    name = f"terms-of-reference-{slugify(here.forum.name)[:60] or here.forum.pk}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _is_major(before: ScopeStatement | None, version: ScopeStatement) -> bool:
    if before is None or is_major(before.wording, version.wording):
        return True
    return version.status in ScopeStatement.OPEN and decides_otherwise(before)


def _version(here: Place, pk: int) -> ScopeStatement:
    versions = here.forum.scopes.with_items().select_related(
        "forum__programme", "forum__convened_by", "drafted_by", "approved_by"
    )
    version = get_object_or_404(versions, pk=pk)
    if not can_read_scope(here, version):
        raise Http404
    return version


def _before(here: Place, version: ScopeStatement) -> ScopeStatement | None:
    """The one that it replaced, or would replace."""
    if version.status in ScopeStatement.OPEN:
        return here.scope
    earlier = here.forum.scopes.approved().with_items()
    return earlier.filter(effective_from__lt=version.effective_from).first()


@require_POST
@in_forum
def scope_send(request: Request, here: Place, scope: int) -> HttpResponse:
    require(can_draft_scope(here))
    version = scopes.send_for_approval(scope=_version(here, scope), by=here.user)
    messages.success(request, "The scope waits for a programme lead to approve it.")
    return redirect(version)


@require_POST
@in_forum
def scope_approve(request: Request, here: Place, scope: int) -> HttpResponse:
    version = _version(here, scope)
    require(can_approve_scope(here, version))
    version = scopes.approve(scope=version, by=here.user)
    messages.success(request, f"Version {version.version} is in force. Its members are told.")
    return redirect("forums:scope", here.forum.pk)


@in_forum
def scope_send_back(request: Request, here: Place, scope: int) -> HttpResponse:
    version = _version(here, scope)
    require(can_approve_scope(here, version))
    form = SendBackForm(posted(request))
    if form.is_valid():
        try:
            scopes.send_back(scope=version, **form.cleaned_data, by=here.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"It is back with {version.drafted_by}.")
            return redirect(version)
    context = {**shown(here, "scope"), "version": version}
    return render_form(request, "forums/scope_send_back.html", form, context)
