"""The site map. Other apps are included by name, so nothing here imports them."""

from django.contrib import admin
from django.urls import include, path

from coalition.views import about, dashboard, health, styleguide

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("forums/", include("forums.urls")),
    path("thanks/", include("recognition.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "coalition.views.errors.bad_request"
handler403 = "coalition.views.errors.permission_denied"
handler404 = "coalition.views.errors.page_not_found"
