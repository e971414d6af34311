"""Where what is handed over is found. Part of the addresses of forums."""

from django.urls import path

from forums.views import delegation_steps, delegations, scheme

urlpatterns = [
    path("<int:pk>/powers/", delegations.delegation_list, name="delegation_list"),
    path("<int:pk>/powers/new/", delegations.delegation_new, name="delegation_new"),
    path("delegations/", scheme.scheme, name="scheme"),
    path("delegations.csv", scheme.scheme_export, name="scheme_export"),
    path("delegations.pdf", scheme.scheme_print, name="scheme_print"),
    path("delegations.json", scheme.scheme_export_descriptor, name="scheme_export_descriptor"),
    path("delegations/reserved/", scheme.reserved_list, name="reserved_list"),
    path(
        "delegations/reserved/<int:matter>/release/",
        scheme.reserved_release,
        name="reserved_release",
    ),
    path("delegations/<int:delegation>/", delegations.delegation_detail, name="delegation_detail"),
    path("delegations/<int:delegation>/edit/", delegations.delegation_edit, name="delegation_edit"),
    path(
        "delegations/<int:delegation>/send/",
        delegation_steps.delegation_send,
        name="delegation_send",
    ),
    path(
        "delegations/<int:delegation>/approve/",
        delegation_steps.delegation_approve,
        name="delegation_approve",
    ),
    path(
        "delegations/<int:delegation>/send-back/",
        delegation_steps.delegation_send_back,
        name="delegation_send_back",
    ),
    path(
        "delegations/<int:delegation>/drop/",
        delegation_steps.delegation_drop,
        name="delegation_drop",
    ),
    path(
        "delegations/<int:delegation>/revoke/",
        delegation_steps.delegation_revoke,
        name="delegation_revoke",
    ),
]
