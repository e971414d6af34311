"""Where proposals and their rounds are found, below the forum’s own address."""

from django.urls import path

from forums.views import proposals, proxies, responses, rounds

urlpatterns = [
    path("proposals/", proposals.proposal_list, name="proposal_list"),
    path("proposals/new/", proposals.proposal_new, name="proposal_new"),
    path("proposals/<int:proposal>/", proposals.proposal_detail, name="proposal_detail"),
    path("proposals/<int:proposal>/edit/", proposals.proposal_edit, name="proposal_edit"),
    path(
        "proposals/<int:proposal>/withdraw/",
        proposals.proposal_withdraw,
        name="proposal_withdraw",
    ),
    path("proposals/<int:proposal>/round/", rounds.round_open, name="round_open"),
    path("rounds/<int:round>/", rounds.round_detail, name="round_detail"),
    path("rounds/<int:round>/begin/", rounds.round_begin, name="round_begin"),
    path("rounds/<int:round>/close/", rounds.round_close, name="round_close"),
    path("rounds/<int:round>/decide/", rounds.round_rule, name="round_rule"),
    path("rounds/<int:round>/respond/", responses.round_respond, name="round_respond"),
    path("rounds/<int:round>/step-back/", responses.round_step_back, name="round_step_back"),
    path("rounds/<int:round>/write-down/", responses.round_record, name="round_record"),
    path(
        "rounds/<int:round>/responses/<int:response>/answer/",
        responses.response_answer,
        name="response_answer",
    ),
    path(
        "rounds/<int:round>/responses/<int:response>/preference/",
        responses.response_classify,
        name="response_classify",
    ),
    path(
        "rounds/<int:round>/responses/<int:response>/reply/",
        responses.response_reply,
        name="response_reply",
    ),
    path("proxies/new/", proxies.proxy_new, name="proxy_new"),
    path("proxies/<int:proxy>/revoke/", proxies.proxy_revoke, name="proxy_revoke"),
]
