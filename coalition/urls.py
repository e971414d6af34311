"""The site map. Other apps are included by name, so nothing here imports them."""

from django.contrib import admin
from django.urls import include, path

from coalition.views import (
    about,
    caught_mail,
    contributors,
    dashboard,
    health,
    organisations,
    styleguide,
)

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("organisations/<int:pk>/", organisations.organisation_detail, name="organisation_detail"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path(
        "organisations/<int:pk>/numbers/new/",
        organisations.identifier_new,
        name="identifier_new",
    ),
    path(
        "organisations/<int:pk>/numbers/<int:identifier_pk>/remove/",
        organisations.identifier_remove,
        name="identifier_remove",
    ),
    path(
        "organisations/<int:pk>/people/new/",
        organisations.affiliation_new,
        name="affiliation_new",
    ),
    path(
        "organisations/<int:pk>/people/<int:affiliation_pk>/end/",
        organisations.affiliation_end,
        name="affiliation_end",
    ),
    # Stand-ins so that pages reverse; the offers engineer replaces these two lines.
    path("offers/", dashboard.dashboard, name="offer_list"),
    path("offers/<str:ref>/", dashboard.dashboard, name="offer_detail"),
    path("people/", contributors.contributor_list, name="contributor_list"),
    path("people/new/", contributors.contributor_new, name="contributor_new"),
    path("people/<int:pk>/", contributors.contributor_detail, name="contributor_detail"),
    path("people/<int:pk>/edit/", contributors.contributor_edit, name="contributor_edit"),
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
