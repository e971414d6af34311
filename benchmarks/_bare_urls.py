"""Addresses of the bare sites: the floor, and under tuned/ what is tuned by hand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from benchmarks import _bare, _bare_forum, _tuned


def elsewhere(request: HttpRequest, **keys: str) -> HttpResponse:
    """Rows link to pages that nobody measures."""
    raise Http404


urlpatterns = [
    path("people/", _bare.people),
    path("people/<int:key>/", elsewhere, name="contributor_detail"),
    path("organisations/", _bare.organisations),
    path("organisations/<int:key>/", elsewhere, name="organisation_detail"),
    path("offers/", _bare.offers),
    path("offers/<slug:key>/", elsewhere, name="offer_detail"),
    path("needs/", _bare.needs),
    path("needs/<slug:key>/", elsewhere, name="need_detail"),
    path("forums/<int:pk>/", _bare_forum.forum),
    path("forums/<int:pk>/search/", _bare_forum.search),
    path("forums/<int:pk>/topics/", _bare_forum.topics),
    path("forums/<int:pk>/topics/<int:topic>/", _bare_forum.topic, name="topic"),
    path("forums/<int:pk>/topics/<int:topic>/<int:number>/", elsewhere, name="post"),
    path("forums/<int:pk>/topics/<int:topic>/<int:number>/history/", elsewhere, name="history"),
    path("forums/<int:pk>/topics/<int:topic>/<int:number>/files/<int:f>/", elsewhere, name="file"),
    path("forums/<int:pk>/parked/<int:parking>/", elsewhere, name="parked"),
    path("tuned/people/", _tuned.people),
    path("tuned/organisations/", _tuned.organisations),
    path("tuned/offers/", _tuned.offers),
    path("tuned/needs/", _tuned.needs),
]
