"""Where decisions are found. Part of the addresses of forums."""

from django.urls import path

from forums.views import (
    decision_feed,
    decision_log,
    decision_steps,
    decision_writing,
    decisions,
)

urlpatterns = [
    path("<int:pk>/decisions/", decision_log.decision_list, name="decision_list"),
    path("<int:pk>/decisions/new/", decision_writing.decision_new, name="decision_new"),
    path("decisions/", decision_log.decision_log, name="decision_log"),
    path("decisions.csv", decision_log.decision_export, name="decision_export"),
    path("decisions.json", decision_log.decision_export_json, name="decision_export_json"),
    path("decisions.atom", decision_feed.decision_feed, name="decision_feed"),
    path(
        "decisions/datapackage.json",
        decision_log.decision_export_descriptor,
        name="decision_export_descriptor",
    ),
    path("decisions/<int:decision>/", decisions.decision_detail, name="decision_detail"),
    path("decisions/<int:decision>/edit/", decision_writing.decision_edit, name="decision_edit"),
    path(
        "decisions/<int:decision>/publish/",
        decision_writing.decision_publish,
        name="decision_publish",
    ),
    path("decisions/<int:decision>/drop/", decision_writing.decision_drop, name="decision_drop"),
    path("decisions/<int:decision>/dissent/", decision_steps.dissent_say, name="dissent_say"),
    path("decisions/<int:decision>/dissent/ask/", decision_writing.dissent_ask, name="dissent_ask"),
    path(
        "decisions/<int:decision>/dissent/decline/",
        decision_steps.dissent_decline,
        name="dissent_decline",
    ),
    path(
        "decisions/<int:decision>/answer/", decision_steps.decision_answer, name="decision_answer"
    ),
    path(
        "decisions/<int:decision>/call-in/",
        decision_steps.decision_call_in,
        name="decision_call_in",
    ),
    path(
        "decisions/<int:decision>/let-stand/",
        decision_steps.decision_let_stand,
        name="decision_let_stand",
    ),
    path(
        "decisions/<int:decision>/override/",
        decision_steps.decision_override,
        name="decision_override",
    ),
    path(
        "decisions/<int:decision>/evaluate/",
        decision_steps.decision_evaluate,
        name="decision_evaluate",
    ),
]
