"""Who holds which role, given and ended by administrators."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coalition.actions import programmes
from coalition.domain import DomainError
from coalition.forms.roles import RoleForm
from coalition.http import Request, posted, render_form
from coalition.models import Programme, RoleGrant, User
from coalition.permissions import Role, can_grant_roles, require
from coalition.templatetags.words import day


def role_list(request: Request) -> HttpResponse:
    require(can_grant_roles(request.user))
    held = RoleGrant.objects.not_over().filter(programme__in=_administered(request))
    context = {
        "section": "roles",
        "grants": held.select_related("user", "programme").order_by("role", "user__name", "pk"),
        "several": len(_administered(request)) > 1,
    }
    return render(request, "coalition/role_list.html", context)


def role_new(request: Request) -> HttpResponse:
    require(can_grant_roles(request.user))
    form = RoleForm(posted(request), programmes=_administered(request))
    if form.is_valid():
        fields = dict(form.cleaned_data)
        user = User.objects.get(email=fields.pop("email"))
        try:
            given = programmes.grant(user=user, by=request.user, **fields)
        except DomainError as error:
            form.add_error("role", str(error))
        else:
            when = f"from {day(given.from_on)}" if given.begins_later else "now"
            messages.success(request, f"{user} is {given.get_role_display().lower()} {when}.")
            return redirect("role_list")
    return render_form(request, "coalition/role_new.html", form, {"section": "roles"})


def role_end(request: Request, pk: int) -> HttpResponse:
    require(can_grant_roles(request.user))
    held = RoleGrant.objects.not_over().filter(programme__in=_administered(request))
    grant = get_object_or_404(held.select_related("user", "programme"), pk=pk)
    if request.method == "POST":
        programmes.end(grant=grant, by=request.user)
        messages.success(request, f"{grant.user} no longer holds that role.")
        return redirect("role_list")
    return render(request, "coalition/role_end.html", {"section": "roles", "grant": grant})


def _administered(request: Request) -> QuerySet[Programme]:
    return Programme.objects.with_role(request.user, Role.ADMINISTRATOR).order_by("name")
