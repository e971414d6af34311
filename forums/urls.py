from django.urls import path

from forums.views import conversation, forums, invitations, mix, scope, seats

app_name = "forums"
urlpatterns = [
    path("", forums.forum_list, name="forum_list"),
    path("new/", forums.forum_new, name="forum_new"),
    path("<int:pk>/", forums.forum_detail, name="forum_detail"),
    path("<int:pk>/edit/", forums.forum_edit, name="forum_edit"),
    path("<int:pk>/recruit/", forums.forum_recruit, name="forum_recruit"),
    path("<int:pk>/activate/", forums.forum_activate, name="forum_activate"),
    path("<int:pk>/seats/", seats.seat_list, name="seat_list"),
    path("<int:pk>/seats/new/", seats.seat_new, name="seat_new"),
    path("<int:pk>/seats/<int:seat>/edit/", seats.seat_edit, name="seat_edit"),
    path("<int:pk>/seats/<int:seat>/retire/", seats.seat_retire, name="seat_retire"),
    path("<int:pk>/seats/<int:seat>/ask/", seats.invitation_new, name="invitation_new"),
    path(
        "<int:pk>/invitations/<int:invitation>/resend/",
        seats.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "<int:pk>/invitations/<int:invitation>/revoke/",
        seats.invitation_revoke,
        name="invitation_revoke",
    ),
    path("<int:pk>/mix/", mix.mix, name="mix"),
    path("<int:pk>/mix/ask/", mix.mix_ask, name="mix_ask"),
    path("<int:pk>/mix/limit/", mix.mix_limit, name="mix_limit"),
    path("<int:pk>/mix/new/", mix.target_new, name="target_new"),
    path("<int:pk>/mix/<int:target>/edit/", mix.target_edit, name="target_edit"),
    path("<int:pk>/mix/<int:target>/remove/", mix.target_remove, name="target_remove"),
    path("<int:pk>/resign/", seats.membership_resign, name="membership_resign"),
    path("<int:pk>/scope/", scope.scope, name="scope"),
    path("<int:pk>/scope/draft/", scope.scope_draft, name="scope_draft"),
    path("<int:pk>/scope/acknowledge/", scope.scope_acknowledge, name="scope_acknowledge"),
    path("<int:pk>/scope/remind/", scope.scope_remind, name="scope_remind"),
    path("<int:pk>/scope/<int:scope>/", scope.scope_version, name="scope_version"),
    path("<int:pk>/scope/<int:scope>/send/", scope.scope_send, name="scope_send"),
    path("<int:pk>/scope/<int:scope>/approve/", scope.scope_approve, name="scope_approve"),
    path("<int:pk>/scope/<int:scope>/send-back/", scope.scope_send_back, name="scope_send_back"),
    path("<int:pk>/topics/", conversation.topic_list, name="topic_list"),
    path("<int:pk>/topics/new/", conversation.topic_new, name="topic_new"),
    path("<int:pk>/topics/<int:topic>/", conversation.topic_detail, name="topic_detail"),
    path("<int:pk>/topics/<int:topic>/<int:number>/", conversation.post, name="post"),
    path(
        "<int:pk>/topics/<int:topic>/<int:number>/edit/",
        conversation.post_edit,
        name="post_edit",
    ),
    path(
        "<int:pk>/topics/<int:topic>/<int:number>/history/",
        conversation.post_history,
        name="post_history",
    ),
    path("invitations/<int:invitation>/<str:key>/", invitations.invitation, name="invitation"),
    path(
        "invitations/<int:invitation>/<str:key>/accept/",
        invitations.invitation_accept,
        name="invitation_accept",
    ),
    path(
        "invitations/<int:invitation>/<str:key>/decline/",
        invitations.invitation_decline,
        name="invitation_decline",
    ),
]
