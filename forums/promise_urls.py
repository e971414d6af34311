"""Where the promise is measured. Part of the addresses of forums."""

from django.urls import path

from forums.views import promise, pulse

urlpatterns = [
    path("promise/", promise.promise_list, name="promise_list"),
    path("promise/<int:programme>/", promise.programme_promise, name="programme_promise"),
    path(
        "promise/<int:programme>.csv",
        promise.programme_promise_export,
        name="programme_promise_export",
    ),
    path("<int:pk>/promise/", promise.forum_promise, name="forum_promise"),
    path("<int:pk>/promise.csv", promise.forum_promise_export, name="forum_promise_export"),
    path("pulse/<int:ask>/<str:key>/", pulse.pulse, name="pulse"),
]
