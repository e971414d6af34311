"""What registers: experiments planned, registered, watched and stopped."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.domain import DomainError
from coalition.http import Request, posted, render_form
from coalition.models import Programme, RoleGrant, User
from coalition.permissions import require
from coalition.spreadsheets.writer import to_csv
from recognition.actions import answers, experiments
from recognition.forms.experiments import ExperimentForm, ReportForm, StopForm
from recognition.models import RECOGNITION_ROLES, Campaign, Experiment
from recognition.models.campaign import CampaignQuerySet
from recognition.permissions import (
    can_plan_experiment,
    can_see_thanks,
    can_stop_experiment,
)
from recognition.research import drawing, liking, planner, table

SECTION = {"section": "thanks", "tab": "research"}
SHOWN = 50


def experiment_list(request: Request) -> HttpResponse:
    require(can_see_thanks(request.user))
    rows = Experiment.objects.visible_to(request.user).select_related("campaign")
    programmes = Programme.objects.with_role(request.user, *RECOGNITION_ROLES)
    context = {
        **SECTION,
        "likings": liking.of_people_in(programmes),
        "experiments": rows.order_by("-created_at", "-pk")[:SHOWN],
        "campaigns": _campaigns_for_one(request.user).order_by("-created_at", "-pk")[:SHOWN],
    }
    return render(request, "recognition/experiment_list.html", context)


def experiment_new(request: Request, pk: int) -> HttpResponse:
    campaigns = Campaign.objects.visible_to(request.user)
    campaign = get_object_or_404(
        campaigns.select_related("programme", "template_version__template"), pk=pk
    )
    require(can_plan_experiment(request.user, campaign))
    form = ExperimentForm(posted(request), campaign=campaign)
    if form.is_valid():
        try:
            made = experiments.plan(
                campaign=campaign, wordings=form.wordings, by=request.user, **form.plan
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. Read what can be learned before you register it.")
            return redirect(made)
    context = {**SECTION, "campaign": campaign}
    return render_form(request, "recognition/experiment_new.html", form, context)


def experiment_edit(request: Request, pk: int) -> HttpResponse:
    experiment = _visible(request, pk)
    require(can_plan_experiment(request.user, experiment.campaign))
    if not experiment.is_draft:
        return redirect(experiment)
    form = ExperimentForm(posted(request), campaign=experiment.campaign, experiment=experiment)
    if form.is_valid():
        try:
            experiments.change(
                experiment=experiment, wordings=form.wordings, by=request.user, **form.plan
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. Read again what can be learned.")
            return redirect(experiment)
    context = {**SECTION, "experiment": experiment, "campaign": experiment.campaign}
    return render_form(request, "recognition/experiment_edit.html", form, context)


def experiment_detail(request: Request, pk: int) -> HttpResponse:
    experiment = _visible(request, pk)
    may_plan = can_plan_experiment(request.user, experiment.campaign)
    arms = experiment.arms.select_related("template_version__template").order_by("number")
    context: dict[str, Any] = {
        **SECTION,
        "experiment": experiment,
        "campaign": experiment.campaign,
        "arms": list(arms),
        "scores": experiment.primary_outcome == Experiment.Outcome.VALUED,
        "hoped": planner.difference_words(experiment.primary_outcome, float(experiment.mde)),
        "can_plan": may_plan,
        "can_stop": can_stop_experiment(request.user, experiment.campaign)
        and experiment.can_become(Experiment.Status.STOPPED),
        **_foreseen(experiment),
        **_asked(experiment),
    }
    return render(request, "recognition/experiment_detail.html", context)


def experiment_register(request: Request, pk: int) -> HttpResponse:
    """Asks first: nothing of the plan can be changed afterwards (EXP-1)."""
    experiment = _visible(request, pk)
    require(can_plan_experiment(request.user, experiment.campaign))
    if not experiment.is_draft:
        return redirect(experiment)
    if request.method == "POST":
        experiments.register(experiment=experiment, by=request.user)
        messages.success(request, "It is registered. Fix the recipients of the letters next.")
        return redirect(experiment)
    context = {**SECTION, "experiment": experiment, **_foreseen(experiment)}
    return render(request, "recognition/experiment_register.html", context)


def experiment_drop(request: Request, pk: int) -> HttpResponse:
    experiment = _visible(request, pk)
    require(can_plan_experiment(request.user, experiment.campaign))
    if not experiment.is_draft:
        return redirect(experiment)
    if request.method == "POST":
        campaign = experiments.drop(experiment=experiment, by=request.user)
        messages.success(request, "The plan is gone. The letters are as they were.")
        return redirect(campaign)
    context = {**SECTION, "experiment": experiment}
    return render(request, "recognition/experiment_drop.html", context)


def experiment_stop(request: Request, pk: int) -> HttpResponse:
    """For harm only (EXP-4)."""
    experiment = _visible(request, pk)
    require(can_stop_experiment(request.user, experiment.campaign))
    if not experiment.can_become(Experiment.Status.STOPPED):
        return redirect(experiment)
    form = StopForm(posted(request))
    if form.is_valid():
        experiments.stop(experiment=experiment, by=request.user, **form.cleaned_data)
        messages.success(request, "It is stopped. Letters that have not gone wait for you.")
        return redirect(experiment)
    context = {**SECTION, "experiment": experiment}
    return render_form(request, "recognition/experiment_stop.html", form, context)


def experiment_answers(request: Request, pk: int) -> HttpResponse:
    """What people answered, as CSV, once it is over. It leaves the building, so the journal knows
    of it (P4)."""
    experiment = _visible(request, pk)
    require(can_plan_experiment(request.user, experiment.campaign))
    if not experiment.may_be_taken_along:
        return redirect(experiment)
    found = table.rows(experiment)
    answers.note_export(experiment=experiment, rows=len(found), by=request.user)
    return HttpResponse(
        to_csv(table.HEADINGS, found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="answers-{experiment.pk}.csv"'},
    )


def experiment_report(request: Request, pk: int) -> HttpResponse:
    experiment = _visible(request, pk)
    require(can_plan_experiment(request.user, experiment.campaign))
    if not experiment.can_become(Experiment.Status.REPORTED):
        return redirect(experiment)
    form = ReportForm(posted(request))
    if form.is_valid():
        try:
            experiments.report(experiment=experiment, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you. What was learned is on record.")
            return redirect(experiment)
    context = {**SECTION, "experiment": experiment}
    return render_form(request, "recognition/experiment_report.html", form, context)


def _visible(request: Request, pk: int) -> Experiment:
    rows = Experiment.objects.visible_to(request.user).with_campaigns()
    return get_object_or_404(rows.select_related("registered_by"), pk=pk)


def _campaigns_for_one(user: User) -> CampaignQuerySet:
    """Letters that this person prepares and that carry no experiment."""
    mine = [pk for role, pk in user.roles if role == RoleGrant.Role.RECOGNITION_ADMIN]
    drafts = Campaign.objects.filter(programme__in=mine, status=Campaign.Status.DRAFT)
    return drafts.filter(experiment=None)


def _asked(experiment: Experiment) -> dict[str, int]:
    """How many of its letters carry the question, once they are fixed (EXP-8). One query."""
    if not experiment.asks or experiment.is_draft:
        return {}
    letters = experiment.campaign.letters.all()
    return letters.aggregate(letters=Count("pk"), asking=Count("pk", filter=Q(asks=True)))


def _foreseen(experiment: Experiment) -> dict[str, Any]:
    """Of a plan: what can be learned from those who are chosen (EXP-5)."""
    if not experiment.is_draft:
        return {}
    try:
        units, people = drawing.at_hand(experiment)
    except DomainError as problem:
        return {"foreseen": [str(problem)]}
    design = planner.design_of(experiment, arms=experiment.arms.count(), people=people)
    found = planner.plan(design, units)
    return {"foreseen": planner.in_words(found), "found": found}
