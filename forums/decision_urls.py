"""Where decisions are found. Part of the addresses of forums."""

from django.urls import path

from forums.views import decisions

urlpatterns = [
    path("decisions/<int:decision>/", decisions.decision_detail, name="decision_detail"),
]
