"""Thanks: what is owed, letters that say so, and letters to oneself."""

from django.urls import path

from recognition.views import (
    approvals,
    audience,
    campaigns,
    ledger,
    letters,
    mine,
    progress,
    regrets,
    releases,
    signatories,
    templates,
)

app_name = "recognition"
urlpatterns = [
    path("", ledger.event_list, name="event_list"),
    path("owed/<int:pk>/", ledger.event_edit, name="event_edit"),
    path("owed/<int:pk>/thank/", ledger.event_thank, name="event_thank"),
    path("owed/<int:pk>/close/", ledger.event_close, name="event_close"),
    path("owed/<int:pk>/reopen/", ledger.event_reopen, name="event_reopen"),
    path("owed/new/", ledger.event_find_person, name="event_find_person"),
    path("owed/new/<int:pk>/", ledger.event_add, name="event_add"),
    path("letters/", campaigns.campaign_list, name="campaign_list"),
    path("letters/new/", campaigns.campaign_new, name="campaign_new"),
    path("letters/pause/", progress.campaign_pause_all, name="campaign_pause_all"),
    path("letters/<int:pk>/", campaigns.campaign_detail, name="campaign_detail"),
    path("letters/<int:pk>/words/", campaigns.campaign_words, name="campaign_words"),
    path("letters/<int:pk>/who/", audience.campaign_audience, name="campaign_audience"),
    path("letters/<int:pk>/freeze/", audience.campaign_freeze, name="campaign_freeze"),
    path("letters/<int:pk>/reopen/", releases.campaign_reopen, name="campaign_reopen"),
    path("letters/<int:pk>/cancel/", releases.campaign_cancel, name="campaign_cancel"),
    path("letters/<int:pk>/release/", releases.campaign_release, name="campaign_release"),
    path("letters/<int:pk>/proofs/", approvals.campaign_proofs, name="campaign_proofs"),
    path("letters/<int:pk>/recipients/", approvals.campaign_recipients, name="campaign_recipients"),
    path(
        "letters/<int:pk>/no-letter.csv", approvals.campaign_exclusions, name="campaign_exclusions"
    ),
    path("letters/<int:pk>/ask/", approvals.campaign_ask, name="campaign_ask"),
    path("letters/<int:pk>/approve/", approvals.campaign_approve, name="campaign_approve"),
    path("letters/<int:pk>/send-back/", approvals.campaign_send_back, name="campaign_send_back"),
    path("letters/<int:pk>/proofs/<int:letter_pk>/", approvals.proof_detail, name="proof_detail"),
    path(
        "letters/<int:pk>/proofs/<int:letter_pk>/<int:page>.png",
        approvals.proof_page,
        name="proof_page",
    ),
    path(
        "letters/<int:pk>/proofs/<int:letter_pk>/letter.pdf", approvals.proof_pdf, name="proof_pdf"
    ),
    path("letters/<int:pk>/progress/", progress.campaign_progress, name="campaign_progress"),
    path("letters/<int:pk>/pause/", progress.campaign_pause, name="campaign_pause"),
    path("letters/<int:pk>/resume/", progress.campaign_resume, name="campaign_resume"),
    path("letters/<int:pk>/stop/", progress.campaign_stop, name="campaign_stop"),
    path("letters/<int:pk>/all/", progress.campaign_letters, name="campaign_letters"),
    path("letters/<int:pk>/retry/<slug:slug>/", progress.campaign_retry, name="campaign_retry"),
    path(
        "letters/<int:pk>/take-out/<slug:slug>/",
        progress.campaign_take_out,
        name="campaign_take_out",
    ),
    path("letter/<int:pk>/", letters.letter_detail, name="letter_detail"),
    path("letter/<int:pk>/letter.pdf", letters.letter_pdf, name="letter_pdf"),
    path("letter/<int:pk>/was-sent/", letters.letter_was_sent, name="letter_was_sent"),
    path("letter/<int:pk>/send-again/", letters.letter_send_again, name="letter_send_again"),
    path("letter/<int:pk>/retry/", letters.letter_retry, name="letter_retry"),
    path("letter/<int:pk>/take-out/", letters.letter_take_out, name="letter_take_out"),
    path("letter/<int:pk>/wrong/", regrets.regret_new, name="regret_new"),
    path("letter/<int:pk>/correct/", regrets.letter_correct, name="letter_correct"),
    path("wrong/", regrets.regret_list, name="regret_list"),
    path("wrong/<int:pk>/", regrets.regret_detail, name="regret_detail"),
    path("wrong/<int:pk>/apologise/", regrets.regret_apologise, name="regret_apologise"),
    path("wrong/<int:pk>/hand-on/", regrets.regret_hand_on, name="regret_hand_on"),
    path("templates/", templates.template_list, name="template_list"),
    path("templates/new/", templates.template_new, name="template_new"),
    path("templates/<int:pk>/", templates.template_detail, name="template_detail"),
    path("templates/<int:pk>/edit/", templates.template_edit, name="template_edit"),
    path("templates/<int:pk>/retire/", templates.template_retire, name="template_retire"),
    path(
        "templates/example/<int:pk>/<int:page>.png", templates.template_page, name="template_page"
    ),
    path("templates/example/<int:pk>/letter.pdf", templates.template_pdf, name="template_pdf"),
    path("signatories/", signatories.signatory_list, name="signatory_list"),
    path("signatories/new/", signatories.signatory_new, name="signatory_new"),
    path("signatories/<int:pk>/", signatories.signatory_edit, name="signatory_edit"),
    path("mine/", mine.my_letter_list, name="my_letter_list"),
    path("mine/<slug:ref>/", mine.my_letter_detail, name="my_letter_detail"),
    path("mine/<slug:ref>/letter.pdf", mine.my_letter_pdf, name="my_letter_pdf"),
]
