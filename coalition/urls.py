"""The site map. Other apps are included by name, so nothing here imports them."""

from django.contrib import admin
from django.urls import include, path

from coalition.views import (
    about,
    affiliations,
    caught_mail,
    contributors,
    dashboard,
    health,
    identifiers,
    offer_intake,
    offer_private,
    offer_steps,
    offers,
    organisation_imports,
    organisations,
    roles,
    styleguide,
    successions,
)

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path(
        "organisations/import/",
        organisation_imports.organisation_import_new,
        name="organisation_import_new",
    ),
    path(
        "organisations/import/template.csv",
        organisation_imports.organisation_import_template,
        name="organisation_import_template",
    ),
    path(
        "organisations/import/<int:pk>/",
        organisation_imports.organisation_import_detail,
        name="organisation_import_detail",
    ),
    path(
        "organisations/import/<int:pk>/columns/",
        organisation_imports.organisation_import_columns,
        name="organisation_import_columns",
    ),
    path(
        "organisations/import/<int:pk>/check/",
        organisation_imports.organisation_import_check,
        name="organisation_import_check",
    ),
    path(
        "organisations/import/<int:pk>/start/",
        organisation_imports.organisation_import_start,
        name="organisation_import_start",
    ),
    path(
        "organisations/import/<int:pk>/to-correct.csv",
        organisation_imports.organisation_import_faulty,
        name="organisation_import_faulty",
    ),
    path(
        "organisations/import/<int:pk>/left-out.csv",
        organisation_imports.organisation_import_left_out,
        name="organisation_import_left_out",
    ),
    path("organisations/<int:pk>/", organisations.organisation_detail, name="organisation_detail"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path(
        "organisations/<int:pk>/numbers/new/",
        identifiers.identifier_new,
        name="identifier_new",
    ),
    path(
        "organisations/<int:pk>/numbers/<int:identifier_pk>/remove/",
        identifiers.identifier_remove,
        name="identifier_remove",
    ),
    path(
        "organisations/<int:pk>/people/new/",
        affiliations.affiliation_new,
        name="affiliation_new",
    ),
    path(
        "organisations/<int:pk>/people/<int:affiliation_pk>/end/",
        affiliations.affiliation_end,
        name="affiliation_end",
    ),
    path(
        "organisations/<int:pk>/people/<int:affiliation_pk>/edit/",
        affiliations.affiliation_edit,
        name="affiliation_edit",
    ),
    path(
        "organisations/<int:pk>/people/<int:affiliation_pk>/confirm/",
        affiliations.affiliation_confirm,
        name="affiliation_confirm",
    ),
    path(
        "organisations/<int:pk>/standing/",
        organisations.organisation_standing,
        name="organisation_standing",
    ),
    path(
        "organisations/<int:pk>/verify/",
        organisations.organisation_verify,
        name="organisation_verify",
    ),
    path(
        "organisations/<int:pk>/successions/new/",
        successions.succession_new,
        name="succession_new",
    ),
    path(
        "organisations/<int:pk>/successions/<int:succession_pk>/remove/",
        successions.succession_remove,
        name="succession_remove",
    ),
    path("roles/", roles.role_list, name="role_list"),
    path("roles/new/", roles.role_new, name="role_new"),
    path("roles/<int:pk>/end/", roles.role_end, name="role_end"),
    path("people/", contributors.contributor_list, name="contributor_list"),
    path("people/new/", contributors.contributor_new, name="contributor_new"),
    path("people/<int:pk>/", contributors.contributor_detail, name="contributor_detail"),
    path("people/<int:pk>/edit/", contributors.contributor_edit, name="contributor_edit"),
    path("offers/", offers.offer_list, name="offer_list"),
    path("offers/new/", offer_intake.offer_new, name="offer_new"),
    path("offers/new/<slug:slug>/", offer_intake.offer_new, name="offer_new_in"),
    path("offers/sent/<uuid:form_key>/", offer_intake.offer_sent, name="offer_sent"),
    path("offers/links/", offer_intake.offer_links, name="offer_links"),
    path("offers/mine/<slug:ref>/<str:key>/", offer_private.offer_private, name="offer_private"),
    path(
        "offers/mine/<slug:ref>/<str:key>/edit/",
        offer_private.offer_private_edit,
        name="offer_private_edit",
    ),
    path(
        "offers/mine/<slug:ref>/<str:key>/withdraw/",
        offer_private.offer_private_withdraw,
        name="offer_private_withdraw",
    ),
    path("offers/<slug:ref>/", offers.offer_detail, name="offer_detail"),
    path("offers/<slug:ref>/edit/", offers.offer_edit, name="offer_edit"),
    path("offers/<slug:ref>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path("offers/<slug:ref>/next/", offer_steps.offer_next, name="offer_next"),
    path("offers/<slug:ref>/acknowledge/", offer_steps.offer_acknowledge, name="offer_acknowledge"),
    path("offers/<slug:ref>/accept/", offer_steps.offer_accept, name="offer_accept"),
    path("offers/<slug:ref>/ask/", offer_steps.offer_ask, name="offer_ask"),
    path("offers/<slug:ref>/standby/", offer_steps.offer_standby, name="offer_standby"),
    path("offers/<slug:ref>/decline/", offer_steps.offer_decline, name="offer_decline"),
    path("offers/<slug:ref>/complete/", offer_steps.offer_complete, name="offer_complete"),
    path("offers/<slug:ref>/update/", offer_steps.offer_update, name="offer_update"),
    path("offers/<slug:ref>/assign/", offer_steps.offer_assign, name="offer_assign"),
    path("offers/<slug:ref>/resume/", offer_steps.offer_resume, name="offer_resume"),
    path("forums/", include("forums.urls")),
    path("thanks/", include("recognition.urls")),
    path("demo/mail/", caught_mail.caught_mail_list, name="caught_mail_list"),
    path("demo/mail/<str:name>/", caught_mail.caught_mail_detail, name="caught_mail_detail"),
    path(
        "demo/mail/<str:name>/<int:number>/",
        caught_mail.caught_mail_part,
        name="caught_mail_part",
    ),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "coalition.views.errors.bad_request"
handler403 = "coalition.views.errors.permission_denied"
handler404 = "coalition.views.errors.page_not_found"
