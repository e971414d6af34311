"""Who may open what: the whole site in one table. A url of ours that is missing here fails.

For each url name: whether it is a form or a button (POST only), and what each of the cast gets.
Anonymous people are sent to sign in (302 to the sign-in page) unless a page is public.
"""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from coalition.exports.open_referral import ORGANISATION, SERVICE, uuid_of
from coalition.models import OrganisationSuccession
from forums.actions import corrections, feeds, proxies, rounds
from forums.models import (
    Digest,
    Forum,
    Meeting,
    Membership,
    Pulse,
    PulseAsk,
    ReservedMatter,
    Round,
)
from recognition import stop_links
from recognition.actions import halts
from recognition.research import question
from tests import make

ROLES = [
    *["public", "lena", "rosa", "amir", "adele", "sam", "iris"],
    *["georgina", "pat", "ben", "cleo", "grace", "nell", "fay", "hal"],
]
# What a role gets: 200 page, 302 sent on, 403 refused, 404 not there for them, 405 button only.
EVERYONE = dict.fromkeys(ROLES, 200)
SIGNED_IN = {**EVERYONE, "public": "sign-in"}


# A button: GET shows nobody anything.
BUTTON = {**dict.fromkeys(ROLES, 405), "public": "sign-in"}


def only(*allowed: str, other: int = 403) -> dict:
    """200 for those named, `other` for the rest, the public to the sign-in page."""
    seen = {role: 200 if role in allowed else other for role in ROLES}
    return seen if "public" in allowed else {**seen, "public": "sign-in"}


# Whoever holds a role reads the register of organisations; a private office sees letters alone.
ROLE_HOLDERS = ["lena", "rosa", "amir", "adele", "sam", "iris"]
EDITS_KITCHEN = {
    **only(other=404),
    **dict.fromkeys(ROLE_HOLDERS, 403),
    **dict.fromkeys(["lena", "adele", "pat"], 200),
}
VOUCHES_FOR_KITCHEN = {**EDITS_KITCHEN, "pat": 403}
# The offer is Ben's: he sees it, the lead answers it, for others it is not there.
BENS_OFFER = only("lena", "ben", other=404)
ANSWERS_BEN = {**only("lena", other=404), "ben": 403}

# The Kitchen needs it: Pat coordinates that.
SEES_NEED = only("lena", "pat", other=404)
LEADS_NEED = {**SEES_NEED, "pat": 403}


def in_match(*allowed: str) -> dict:
    """Lena leads, Sam sees its checks, Pat needs it and Ben offers it: 403 unless named."""
    inside = dict.fromkeys(["lena", "sam", "pat", "ben"], 403)
    return {**only(other=404), **inside, **dict.fromkeys(allowed, 200)}


LEADS_BEN = {**only("lena", other=404), **dict.fromkeys(["rosa", "sam", "iris", "ben"], 403)}
SEES_BEN = only("lena", "rosa", "sam", "iris", "ben", other=404)
STOPS_BEN = {**SEES_BEN, "ben": 403}
HOUSES_BEN = {**SEES_BEN, "sam": 403, "iris": 403, "ben": 403}
FORGETS_BEN = {**HOUSES_BEN, "lena": 403, "rosa": 403, "iris": 200}
# They hold a role and lead no programme, so its offers are not there for them.
NOT_THEIRS = dict.fromkeys(["rosa", "amir", "adele", "sam", "iris"], 404)

SEES_LETTERS = only("lena", "rosa", "amir", other=404)
# Of the signatory whom she looks after, Georgina sees proofs (product §1).
SEES_PROOFS = {**SEES_LETTERS, "georgina": 200}
SETTLES_LETTERS = {**only("rosa", other=404), "lena": 403, "amir": 403}

PREPARES_LETTERS = SETTLES_LETTERS
PREPARES_OWN = {**PREPARES_LETTERS, "georgina": 403}
# Rosa prepared them, so Amir approves; the lead reads.
APPROVES_LETTERS = {**only("amir", other=404), "lena": 403, "rosa": 403, "georgina": 403}


NOT_THEIR_EMBARGO = {"rosa": 403, "georgina": 403}
GIVES_MANDATE = {
    **only("georgina", other=404),
    **dict.fromkeys(["lena", "rosa", "amir"], 403),
}


def in_forum(*allowed: str, **others: int) -> dict:
    """For those whom the forum is for, 403 unless they are named; it is not there for the rest."""
    inside = {**dict.fromkeys(["lena", "adele", "grace", "nell"], 403), **others}
    return {**only(other=404), **inside, **dict.fromkeys(allowed, 200)}


SEES_POWERS = only("lena", "adele", "iris", "grace", "nell", "hal", other=404)
SEES_DECISION = {**SEES_POWERS, **dict.fromkeys(["rosa", "amir", "sam"], 200)}
TELLS_OF_DECISION = {role: 403 if seen == 200 else seen for role, seen in SEES_DECISION.items()}
WRITES_DECISION = {**only("grace", other=404), **dict.fromkeys(["lena", "iris", "nell"], 403)}
NO_END_TO_POWERS = dict.fromkeys(["adele", "iris", "grace", "nell"], 403)


READS_PROMISE = [*ROLE_HOLDERS, "grace", "nell"]
PROMISE_LIST = {**SIGNED_IN, **dict.fromkeys(READS_PROMISE, 302)}

# url name: (arguments from the `world` fixture, or none; what a GET answers each role)
ACCESS: dict[str, tuple[tuple, dict]] = {
    "dashboard": ((), SIGNED_IN),
    "healthz": ((), EVERYONE),
    "readyz": ((), EVERYONE),
    # In demo mode only; tests/coalition/test_caught_mail.py opens them there.
    "caught_mail_list": ((), dict.fromkeys(ROLES, 404)),
    "caught_mail_detail": (("mail_name",), dict.fromkeys(ROLES, 404)),
    "caught_mail_part": (("mail_name", "one"), dict.fromkeys(ROLES, 404)),
    "organisation_list": ((), only(*ROLE_HOLDERS, "pat")),
    "organisation_new": ((), only("lena", "adele")),
    "organisation_detail": (
        ("kitchen",),
        only(*ROLE_HOLDERS, "pat", other=404),
    ),
    "organisation_edit": (("kitchen",), EDITS_KITCHEN),
    "organisation_merge": (("kitchen",), EDITS_KITCHEN | {"pat": 403}),
    "organisation_merge_with": (("kitchen", "twin"), EDITS_KITCHEN | {"pat": 403}),
    "organisation_doubles": ((), only("lena", "adele")),
    "contributor_doubles": ((), only("lena")),
    "double_tell_apart": (("double",), BUTTON),
    "double_put_back": (("double",), BUTTON),
    "merge_detail": (("merged",), EDITS_KITCHEN | {"pat": 403}),
    "merge_undo": (("merged",), BUTTON),
    "contributor_merge": (("bens_person",), LEADS_BEN),
    "contributor_merge_with": (("bens_person", "twin_person"), {**LEADS_BEN, "ben": 403}),
    "import_list": ((), only("lena", "adele", "rosa")),
    "import_new": (("organisations",), only("lena", "adele")),
    "import_template": (("organisations",), only("lena", "adele")),
    "import_columns": (("new_import",), only("lena", "adele")),
    "import_check": (("new_import",), only("lena", "adele")),
    "import_doubles": (("people_import",), only("lena", "rosa")),
    "import_faulty": (("new_import",), only("lena", "adele")),
    "import_left_out": (("new_import",), only("lena", "adele")),
    "import_to_look_at": (("new_import",), only("lena", "adele")),
    "import_rows": (("old_import",), only("lena", "adele")),
    "import_detail": (("old_import",), only("lena", "adele")),
    "import_undo": (("old_import",), only("lena", "adele")),
    "import_start": (("new_import",), BUTTON),
    "identifier_new": (
        ("kitchen",),
        EDITS_KITCHEN,
    ),
    "identifier_remove": (("kitchen", "kitchen_number"), BUTTON),
    "affiliation_new": (
        ("kitchen",),
        EDITS_KITCHEN,
    ),
    "affiliation_end": (
        ("kitchen", "pats_place"),
        EDITS_KITCHEN,
    ),
    "affiliation_edit": (("kitchen", "pats_place"), EDITS_KITCHEN),
    "affiliation_confirm": (("kitchen", "pats_place"), BUTTON),
    "organisation_standing": (("kitchen",), VOUCHES_FOR_KITCHEN),
    "organisation_verify": (("kitchen",), BUTTON),
    "succession_new": (("kitchen",), VOUCHES_FOR_KITCHEN),
    "succession_remove": (("kitchen", "kitchens_origin"), BUTTON),
    "role_list": ((), only("adele")),
    "role_new": ((), only("adele")),
    "role_end": (("lenas_role",), only("adele")),
    "contributor_list": ((), only("lena", "rosa", "sam", "iris", "pat")),
    "contributor_new": ((), only("lena", "rosa")),
    "contributor_export": ((), only("lena", "rosa", "sam", "iris", "pat")),
    "contributor_export_descriptor": ((), only("lena", "rosa", "sam", "iris", "pat")),
    "contributor_card": (("bens_person",), BUTTON),
    "organisation_export": ((), only(*ROLE_HOLDERS, "pat")),
    "organisation_export_descriptor": ((), only(*ROLE_HOLDERS, "pat")),
    "offer_export": ((), SIGNED_IN),
    "offer_export_descriptor": ((), SIGNED_IN),
    "open_referral_about": ((), only(*ROLE_HOLDERS)),
    "open_referral_services": ((), only(*ROLE_HOLDERS)),
    "open_referral_service": (("a_service",), only("lena") | NOT_THEIRS),
    "open_referral_organizations": ((), only(*ROLE_HOLDERS)),
    "open_referral_organization": (("kitchens_uuid",), only(*ROLE_HOLDERS)),
    "contributor_detail": (
        ("bens_person",),
        only("lena", "rosa", "sam", "iris", "ben", other=404),
    ),
    "contributor_edit": (
        ("bens_person",),
        {**only("lena", "rosa", "ben", other=404), "sam": 403, "iris": 403},
    ),
    "contributor_died": (("bens_person",), STOPS_BEN),
    "contributor_gone_away": (("bens_person",), STOPS_BEN),
    "contributor_no_contact": (("bens_person",), STOPS_BEN),
    "contributor_contact_again": (("bens_person",), STOPS_BEN),
    "contributor_alive": (("bens_person",), FORGETS_BEN),
    "contributor_anonymise": (("bens_person",), FORGETS_BEN),
    "contributor_ask_name": (("bens_person",), BUTTON),
    "contributor_thanks": (("bens_person",), SEES_BEN),
    "spelling_list": ((), only("lena", "rosa")),
    # Ben's address can be read, so there is nothing to spell: sent back to his page.
    "contributor_spelling": (
        ("bens_person",),
        {**LEADS_BEN, "lena": 302, "rosa": 302, "ben": 302},
    ),
    "own_spelling": (("bens_person", "bens_key"), dict.fromkeys(ROLES, 302)),
    "household_new": (("bens_person",), HOUSES_BEN),
    "household_detail": (("bens_home",), SEES_BEN),
    "household_edit": (("bens_home",), HOUSES_BEN),
    "household_end": (("bens_home",), HOUSES_BEN),
    "household_thanks": (("bens_home",), STOPS_BEN),
    "organisation_thanks": (
        ("kitchen",),
        {**only("lena", "rosa", "sam", "iris", "pat", other=404), "amir": 403, "adele": 403},
    ),
    # Others learn only that there is one (HLD-1).
    "hold_list": ((), only("sam", "iris")),
    "hold_new": (("person", "bens_person"), only("lena", "sam", "iris")),
    "hold_detail": (("hold",), only("sam", "iris")),
    "hold_grant": (("asked_hold",), only("sam", "iris")),
    "hold_turn_down": (("asked_hold",), BUTTON),
    "hold_review": (("hold",), only("sam", "iris")),
    "hold_lift": (("hold",), only("sam", "iris")),
    # Whoever holds the key may; what happens without it is in test_own_page.py.
    "own_links": ((), EVERYONE),
    "own_page": (("bens_person", "bens_key"), EVERYONE),
    "own_details": (("bens_person", "bens_key"), EVERYONE),
    "own_name": (("bens_person", "bens_key"), dict.fromkeys(ROLES, 405)),
    "own_thanks": (("bens_person", "bens_key"), EVERYONE),
    "own_stop": (("bens_person", "bens_key"), EVERYONE),
    "own_again": (("bens_person", "bens_key"), dict.fromkeys(ROLES, 405)),
    "offer_list": ((), SIGNED_IN),
    "offer_new": ((), EVERYONE),
    "offer_new_in": (("programme_slug",), EVERYONE),
    "offer_sent": (("new_offer_form",), EVERYONE),
    "offer_links": ((), EVERYONE),
    # Whoever holds the key may; what happens without it is in test_offer_private_pages.py.
    "offer_private": (("new_offer", "new_offer_key"), EVERYONE),
    "offer_private_edit": (("new_offer", "new_offer_key"), EVERYONE),
    "offer_private_withdraw": (("new_offer", "new_offer_key"), EVERYONE),
    "offer_detail": (("new_offer",), BENS_OFFER),
    "offer_edit": (("new_offer",), BENS_OFFER),
    "offer_withdraw": (("new_offer",), BENS_OFFER),
    "offer_next": (("new_offer",), {**ANSWERS_BEN, "lena": 302}),
    "offer_acknowledge": (("new_offer",), ANSWERS_BEN),
    "offer_accept": (("answered_offer",), ANSWERS_BEN),
    "offer_ask": (("answered_offer",), ANSWERS_BEN),
    "offer_standby": (("answered_offer",), ANSWERS_BEN),
    "offer_decline": (("answered_offer",), ANSWERS_BEN),
    "offer_update": (("answered_offer",), ANSWERS_BEN),
    "offer_complete": (("accepted_offer",), ANSWERS_BEN),
    "offer_assign": (("new_offer",), ANSWERS_BEN),
    "offer_resume": (("new_offer",), BUTTON),
    "offer_needs": (("accepted_offer",), ANSWERS_BEN),
    "need_list": ((), only("lena", "pat")),
    "need_new": ((), {**only("lena"), "pat": 302}),
    "need_new_for": (("kitchen",), {**EDITS_KITCHEN, "adele": 403}),
    "need_detail": (("open_need",), SEES_NEED),
    "need_edit": (("new_need",), SEES_NEED),
    # Pat raised it, so somebody else confirms it (NED-1).
    "need_verify": (("new_need",), LEADS_NEED),
    "need_open": (("new_need",), BUTTON),
    "need_close": (("open_need",), LEADS_NEED),
    "need_withdraw": (("open_need",), SEES_NEED),
    "need_balance": ((), only("lena")),
    "figure_list": ((), only(*ROLE_HOLDERS)),
    "figure_export": ((), only(*ROLE_HOLDERS)),
    "partner_list": ((), {**only("pat"), "pat": 302}),
    "partner_detail": (("kitchen",), only("pat", other=404)),
    "match_new": (("open_need", "accepted_offer"), SEES_NEED),
    "match_detail": (("match",), in_match("lena", "sam", "pat", "ben")),
    "match_answer": (("match",), BUTTON),
    "match_heard": (("match",), in_match("lena")),
    "match_end": (("match",), in_match("lena", "pat", "ben")),
    "match_outcome": (("active_match",), in_match("lena", "pat")),
    "match_said": (("active_match",), BUTTON),
    "match_check": (("checked_match", "check"), in_match("lena", "sam")),
    # Whoever holds the key may; test_match_pages.py says what happens without it.
    "match_private": (("match", "match_key"), EVERYONE),
    "match_private_answer": (("match", "match_key"), dict.fromkeys(ROLES, 405)),
    "match_private_outcome": (("match", "match_key"), dict.fromkeys(ROLES, 405)),
    "offer_redirect": (("answered_offer",), ANSWERS_BEN),
    "offer_redirect_answer": (("asked_offer",), ANSWERS_BEN),
    "offer_still_there": (("answered_offer",), BUTTON),
    "offer_private_pause": (("new_offer", "new_offer_key"), dict.fromkeys(ROLES, 405)),
    "offer_private_unpause": (("new_offer", "new_offer_key"), dict.fromkeys(ROLES, 405)),
    "offer_private_still_there": (("new_offer", "new_offer_key"), EVERYONE),
    "offer_private_verify": (("new_offer", "new_offer_key"), EVERYONE),
    "offer_private_redirect": (("asked_offer", "asked_offer_key"), EVERYONE),
    "offer_new_for_call": (("call",), EVERYONE),
    "call_list": ((), only("lena")),
    "call_new": ((), only("lena")),
    "call_detail": (("call",), only("lena")),
    "call_edit": (("call",), only("lena")),
    "call_close": (("call",), only("lena")),
    "call_open": (("call",), BUTTON),
    "call_pause": (("call",), BUTTON),
    "kind_no_new": ((), only("lena")),
    "kind_no_detail": (("kind_no",), only("lena")),
    "kind_no_agree": (("kind_no",), BUTTON),
    "kind_no_stop": (("kind_no",), BUTTON),
    "my_days": ((), only("lena")),
    "recognition:event_list": ((), only("lena", "rosa", "amir")),
    "recognition:event_edit": (("owed",), PREPARES_LETTERS),
    "recognition:event_thank": (("owed",), PREPARES_LETTERS),
    "recognition:event_close": (("owed",), PREPARES_LETTERS),
    "recognition:event_late": (("owed_for_years",), {**SEES_LETTERS, "rosa": 403, "amir": 403}),
    "recognition:event_family": (("owed_to_one_who_died",), SEES_LETTERS),
    "recognition:event_reopen": (("owed",), BUTTON),
    "recognition:event_find_person": ((), only("rosa")),
    "recognition:event_add": (("bens_person",), only("rosa")),
    # Iris says yes to letters that use people's data in another way than to thank them.
    "recognition:campaign_list": (
        (),
        {**only("lena", "rosa", "amir", "iris"), "georgina": 302},
    ),
    "recognition:acknowledgement_new": (("owed",), PREPARES_LETTERS),
    "recognition:acknowledgement_detail": (("call_to_make",), SEES_LETTERS),
    "recognition:acknowledgement_give": (("call_to_make",), BUTTON),
    "recognition:acknowledgement_miss": (("call_to_make",), BUTTON),
    "recognition:acknowledgement_drop": (("call_to_make",), BUTTON),
    "recognition:acknowledgement_return": (("call_to_make",), BUTTON),
    "recognition:acknowledgement_write": (("mail_to_write",), SETTLES_LETTERS),
    "recognition:thanks_invitation": (("invited", "invited_key"), EVERYONE),
    "recognition:thanks_invitation_answer": (
        ("invited", "invited_key"),
        dict.fromkeys(ROLES, 405),
    ),
    "recognition:person_history": (("bens_person",), {**only("lena", "rosa"), "amir": 404}),
    "recognition:organisation_history": (("kitchen",), only("lena", "rosa", "amir")),
    "recognition:thanks_figures": ((), only("lena", "rosa", "amir")),
    "recognition:thanks_figures_export": ((), only("lena", "rosa", "amir")),
    "recognition:our_event_list": (("kitchen",), only("pat", other=404)),
    "recognition:our_event_add": (("kitchen",), only("pat", other=404)),
    "recognition:our_event_edit": (("kitchen", "kitchens_event"), only("pat", other=404)),
    "recognition:our_event_team": (("kitchen", "kitchens_event"), only("pat", other=404)),
    "recognition:our_event_verify": (("kitchen", "kitchens_event"), BUTTON),
    "recognition:campaign_new": ((), only("rosa")),
    "recognition:campaign_detail": (("to_approve",), SEES_PROOFS),
    "recognition:campaign_words": (("to_approve",), PREPARES_OWN),
    "recognition:campaign_audience": (("to_approve",), PREPARES_OWN),
    "recognition:campaign_freeze": (("to_approve",), BUTTON),
    "recognition:campaign_reopen": (("to_approve",), PREPARES_OWN),
    "recognition:campaign_cancel": (("to_approve",), PREPARES_OWN),
    "recognition:campaign_release": (("to_approve",), {**PREPARES_OWN, "rosa": 302}),
    "recognition:campaign_proofs": (("to_approve",), SEES_PROOFS),
    "recognition:campaign_recipients": (("to_approve",), {**SEES_LETTERS, "georgina": 403}),
    "recognition:campaign_exclusions": (("to_approve",), {**SEES_LETTERS, "georgina": 403}),
    "recognition:campaign_submission": (("to_approve",), SEES_PROOFS),
    "recognition:campaign_ask": (("to_approve",), BUTTON),
    "recognition:campaign_approve": (("to_approve",), APPROVES_LETTERS),
    "recognition:campaign_send_back": (("to_approve",), APPROVES_LETTERS),
    "recognition:proof_detail": (("to_approve", "proof"), SEES_PROOFS),
    "recognition:proof_page": (("to_approve", "proof", "one"), SEES_PROOFS),
    "recognition:proof_pdf": (("to_approve", "proof"), SEES_PROOFS),
    "recognition:experiment_list": ((), only("lena", "rosa", "amir")),
    "recognition:experiment_new": (("to_approve",), PREPARES_OWN),
    "recognition:experiment_detail": (("experiment",), SEES_LETTERS),
    "recognition:experiment_edit": (("experiment",), PREPARES_LETTERS),
    "recognition:experiment_drop": (("experiment",), PREPARES_LETTERS),
    "recognition:experiment_register": (("experiment",), PREPARES_LETTERS),
    # It does not run, so there is nothing to stop, and nothing to report.
    "recognition:experiment_answers": (("experiment",), {**PREPARES_LETTERS, "rosa": 302}),
    "recognition:experiment_report": (("experiment",), {**PREPARES_LETTERS, "rosa": 302}),
    "recognition:experiment_stop": (
        ("experiment",),
        {**SEES_LETTERS, **dict.fromkeys(["lena", "rosa", "amir"], 302)},
    ),
    "recognition:template_list": ((), only("lena", "rosa", "amir")),
    "recognition:template_new": ((), only("rosa")),
    "recognition:template_detail": (("letter_template",), SEES_LETTERS),
    "recognition:template_edit": (("letter_template",), PREPARES_LETTERS),
    "recognition:template_ask": (("letter_words",), BUTTON),
    "recognition:template_approve": (("letter_words",), BUTTON),
    "recognition:template_sibling": (("letter_template",), PREPARES_LETTERS),
    "recognition:template_retire": (("letter_template",), BUTTON),
    "recognition:template_page": (("letter_words", "one"), SEES_LETTERS),
    "recognition:template_pdf": (("letter_words",), SEES_LETTERS),
    "recognition:signatory_list": ((), only("lena", "rosa", "amir")),
    "recognition:signatory_new": ((), only("rosa")),
    "recognition:signatory_edit": (("signatory",), PREPARES_OWN),
    "recognition:signatory_office": (("signatory",), PREPARES_OWN),
    "recognition:signature_edit": (("signatory",), GIVES_MANDATE),
    "recognition:signature_remove": (("signatory",), GIVES_MANDATE),
    "recognition:unpostable_list": ((), only("lena", "rosa", "amir")),
    "recognition:unpostable_export": ((), only("lena", "rosa", "amir")),
    "recognition:audience_rule_list": ((), only("lena", "rosa", "amir")),
    "recognition:audience_rule_new": ((), only("rosa")),
    "recognition:audience_rule_edit": (("audience_rule",), PREPARES_LETTERS),
    "recognition:audience_rule_retire": (("audience_rule",), PREPARES_LETTERS),
    "recognition:campaign_rule": (("to_approve", "audience_rule"), PREPARES_OWN),
    "recognition:letterhead_list": ((), only("lena", "rosa", "amir")),
    "recognition:letterhead_new": ((), only("rosa")),
    "recognition:letterhead_edit": (("letterhead",), PREPARES_LETTERS),
    "recognition:letterhead_withdraw": (("letterhead",), PREPARES_LETTERS),
    "recognition:letterhead_artwork": (("letterhead",), SEES_LETTERS),
    "recognition:office": ((), only("georgina")),
    # Lena stopped them, so somebody in another role lets them go.
    "recognition:halt_lift": (
        ("halt",),
        {**only("amir", "georgina", other=404), "lena": 403, "rosa": 403},
    ),
    "recognition:signatory_embargo": (("signatory",), GIVES_MANDATE),
    "recognition:mandate_new": (("to_approve", "signatory"), GIVES_MANDATE),
    "recognition:mandate_letters": (("mandate",), {**GIVES_MANDATE, "georgina": 302}),
    "recognition:mandate_revoke": (("mandate",), GIVES_MANDATE),
    "recognition:my_letter_list": ((), SIGNED_IN),
    "recognition:my_badge_new": (("bens_thanks",), only("ben", other=404)),
    "recognition:my_badge_withdraw": (("badge_slug",), BUTTON),
    "recognition:badge": (("badge_slug",), EVERYONE),
    "recognition:badge_credential": (("badge_slug",), EVERYONE),
    "recognition:badge_status": ((), EVERYONE),
    "recognition:my_letter_detail": (("bens_letter",), only("ben", other=404)),
    "recognition:my_letter_pdf": (("bens_letter",), only("ben", other=404)),
    "recognition:campaign_progress": (("going_out",), SEES_LETTERS),
    "recognition:campaign_rest": (("in_waves",), PREPARES_LETTERS),
    "recognition:campaign_pause": (("going_out",), BUTTON),
    "recognition:after_restore": ((), only("rosa")),
    "recognition:campaign_pause_all": ((), BUTTON),
    "recognition:campaign_resume": (("going_out",), BUTTON),
    "recognition:campaign_stop": (("going_out",), {**PREPARES_LETTERS, "rosa": 302}),
    "recognition:campaign_letters": (("going_out",), SEES_LETTERS),
    "recognition:campaign_retry": (("going_out", "trouble"), SETTLES_LETTERS),
    "recognition:campaign_take_out": (("going_out", "trouble"), SETTLES_LETTERS),
    "recognition:letter_detail": (("doubtful_letter",), SEES_LETTERS),
    "recognition:letter_pdf": (("doubtful_letter",), SEES_LETTERS),
    "recognition:letter_was_sent": (("doubtful_letter",), SETTLES_LETTERS),
    "recognition:letter_send_again": (("doubtful_letter",), SETTLES_LETTERS),
    "recognition:letter_retry": (("doubtful_letter",), BUTTON),
    "recognition:letter_take_out": (("doubtful_letter",), BUTTON),
    "recognition:regret_new": (("sent_letter",), SEES_LETTERS),
    "recognition:letter_correct": (("sent_letter",), PREPARES_LETTERS),
    "recognition:regret_list": ((), only("lena", "rosa", "amir")),
    "recognition:regret_detail": (("regret",), SEES_LETTERS),
    # Only whom it is for says that they apologised.
    "recognition:regret_apologise": (
        ("regret",),
        {**only("lena", other=404), "rosa": 403, "amir": 403},
    ),
    "recognition:regret_hand_on": (("regret",), SEES_LETTERS),
    # Whoever holds the key may; see test_stop_links.py.
    "recognition:letter_take": (("doubtful_letter",), BUTTON),
    "recognition:letter_sign": (("doubtful_letter",), BUTTON),
    "recognition:letter_give": (("doubtful_letter",), BUTTON),
    "recognition:letter_put_back": (("doubtful_letter",), BUTTON),
    "recognition:pack_new": (("going_out",), BUTTON),
    "recognition:pack_detail": (("pack",), SETTLES_LETTERS),
    "recognition:pack_file": (("pack", "pack_manifest"), SETTLES_LETTERS),
    "recognition:pack_sign": (("pack",), {**SETTLES_LETTERS, "rosa": 302}),
    "recognition:pack_hand_over": (("pack",), SETTLES_LETTERS),
    "recognition:pack_take_back": (("pack",), SETTLES_LETTERS),
    "recognition:letter_stop": (("bens_letter", "bens_stop_key"), EVERYONE),
    # Whoever holds the code may; see test_answers.py.
    "recognition:letter_answer": (("asked_code",), EVERYONE),
    "recognition:return_list": ((), only("lena", "rosa", "amir")),
    "recognition:return_look": (("came_back",), SETTLES_LETTERS),
    # GOV.UK Notify posts there, and shows a token.
    "recognition:notify_returned": ((), dict.fromkeys(ROLES, 405)),
    "recognition:embargo_list": ((), only("lena", "rosa", "amir", "georgina")),
    "recognition:embargo_new": ((), only("lena", "amir")),
    "recognition:embargo_detail": (("embargo",), SEES_PROOFS),
    "recognition:embargo_lift": (("embargo",), {**SEES_LETTERS, **NOT_THEIR_EMBARGO}),
    "recognition:waiver_new": (("embargo",), {**SEES_LETTERS, **NOT_THEIR_EMBARGO}),
    "recognition:waiver_agree": (("waiver",), {**SEES_LETTERS, **NOT_THEIR_EMBARGO}),
    "accessibility": ((), EVERYONE),
    "styleguide": ((), only(*ROLE_HOLDERS, "georgina")),
    "forums:forum_list": ((), SIGNED_IN),
    "forums:forum_listed": ((), EVERYONE),
    "forums:forum_new": ((), only("lena")),
    "forums:forum_detail": (("forum",), in_forum("lena", "adele", "grace", "nell")),
    "forums:forum_edit": (("forum",), in_forum("lena")),
    "forums:forum_recruit": (("forum",), BUTTON),
    "forums:forum_activate": (("forum",), BUTTON),
    "forums:forum_pause": (("forum",), BUTTON),
    "forums:forum_resume": (("forum",), BUTTON),
    "forums:forum_review": (("forum",), BUTTON),
    "forums:forum_renew": (("forum",), in_forum("lena")),
    "forums:forum_close": (("forum",), in_forum("lena")),
    "forums:forum_finish": (("forum",), in_forum("lena")),
    "forums:seat_list": (("forum",), in_forum("lena", "adele", "grace", "nell")),
    "forums:seat_new": (("forum",), in_forum("lena", "grace")),
    "forums:seat_edit": (("forum", "seat"), in_forum("lena", "grace")),
    "forums:seat_retire": (("forum", "seat"), in_forum("lena", "grace")),
    "forums:membership_resign": (("forum",), in_forum("grace", "nell")),
    # Grace chairs and Lena leads; the two decide about a seat together.
    "forums:membership_term": (("forum", "nells_seat"), in_forum("lena", "grace")),
    "forums:removal_new": (("forum", "nells_seat"), in_forum("lena", "grace")),
    "forums:removal": (("forum", "removal"), in_forum("lena", "grace")),
    "forums:removal_confirm": (("forum", "removal"), BUTTON),
    "forums:removal_withdraw": (("forum", "removal"), BUTTON),
    "forums:calendar": ((), SIGNED_IN),
    "forums:calendar_begin": ((), BUTTON),
    "forums:calendar_stop": ((), BUTTON),
    # Whoever holds the key may; what happens without it is in test_calendars.py.
    "forums:calendar_feed": (("nells_feed", "nells_feed_key"), EVERYONE),
    "forums:meeting_from_file": (("forum",), in_forum("grace")),
    "forums:interest_list": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:interest_new": (("forum",), in_forum("grace", "nell")),
    "forums:interest_edit": (("forum", "nells_interest"), in_forum("nell", grace=404)),
    "forums:interest_confirm": (("forum",), BUTTON),
    "forums:interest_export": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:late_interest": (("forum", "late_interest"), in_forum("grace")),
    # Fay sat there once.
    "forums:past": (("fays_seat",), only("fay", other=404)),
    "forums:past_topic": (("fays_seat", "topic"), only("fay", other=404)),
    "forums:past_file": (("fays_seat", "topic", "one", "old_file"), only("fay", other=404)),
    "forums:past_paper": (("fays_seat", "old_paper"), only("fay", other=404)),
    "forums:past_paper_file": (
        ("fays_seat", "old_paper", "old_paper_file"),
        only("fay", other=404),
    ),
    "forums:past_minutes": (("fays_seat", "old_meeting"), only("fay", other=404)),
    "forums:past_scope": (("fays_seat", "old_scope"), only("fay", other=404)),
    "forums:mix": (("forum",), in_forum("lena", "adele", "grace", "nell")),
    "forums:mix_ask": (("forum",), in_forum("lena")),
    "forums:mix_limit": (("forum",), in_forum("lena", "grace")),
    "forums:target_new": (("forum",), in_forum("lena", "grace")),
    "forums:target_edit": (("forum", "target"), in_forum("lena", "grace")),
    "forums:target_remove": (("forum", "target"), BUTTON),
    "forums:seat_call_new": (("forum",), in_forum("lena", "grace")),
    "forums:seat_call": (("forum", "seat_call"), in_forum("lena", "grace")),
    "forums:seat_call_withdraw": (("forum", "seat_call"), in_forum("lena", "grace")),
    "forums:seat_call_draw": (("forum", "seat_call"), in_forum("lena", "grace")),
    "forums:seat_call_publish": (("forum", "seat_call"), BUTTON),
    "forums:open_call": (("seat_call",), EVERYONE),
    "forums:open_call_join": (("seat_call",), SIGNED_IN),
    "forums:open_call_leave": (("seat_call",), BUTTON),
    # Not published: for those who run the forum.
    "forums:open_call_report": (
        ("drawn_call",),
        {**dict.fromkeys(ROLES, 404), **dict.fromkeys(["lena", "grace"], 200)},
    ),
    "forums:invitation_new": (("forum", "seat"), in_forum("lena", "grace")),
    "forums:invitation_group": (("forum",), in_forum("lena", "grace")),
    "forums:group_ask": (("forum", "group"), in_forum("lena", "grace")),
    "forums:invitation_resend": (("forum", "asked"), BUTTON),
    "forums:invitation_revoke": (("forum", "asked"), BUTTON),
    "forums:invitation": (("asked", "asked_key"), EVERYONE),
    "forums:invitation_accept": (("asked", "asked_key"), dict.fromkeys(ROLES, 405)),
    "forums:invitation_decline": (("asked", "asked_key"), dict.fromkeys(ROLES, 405)),
    "forums:scope": (("forum",), in_forum("lena", "adele", "grace", "nell")),
    # A version waits for approval, so those who may draft are sent there.
    "forums:scope_draft": (("forum",), in_forum(lena=302, grace=302)),
    # They have read it, or need not; it sends them on.
    "forums:scope_acknowledge": (("forum",), in_forum(lena=302, adele=302, grace=302, nell=302)),
    "forums:scope_version": (
        ("forum", "new_scope"),
        in_forum("lena", "grace", adele=404, nell=404),
    ),
    "forums:scope_print": (("forum", "new_scope"), in_forum("lena", "grace", adele=404, nell=404)),
    "forums:scope_send_back": (("forum", "new_scope"), in_forum("lena", adele=404, nell=404)),
    "forums:scope_send": (("forum", "new_scope"), BUTTON),
    "forums:scope_approve": (("forum", "new_scope"), BUTTON),
    "forums:scope_remind": (("forum",), BUTTON),
    "forums:scope_record": (("forum", "unread"), in_forum("grace")),
    "forums:scope_object": (("forum", "unread"), BUTTON),
    "forums:delegation_list": (("forum",), in_forum("lena", "adele", "grace", "nell")),
    "forums:delegation_new": (("forum",), in_forum("lena")),
    # Everyone sees as much of it as is theirs to see.
    "forums:scheme": ((), SIGNED_IN),
    "forums:scheme_export": ((), SIGNED_IN),
    "forums:scheme_print": ((), SIGNED_IN),
    "forums:scheme_export_descriptor": ((), SIGNED_IN),
    # Whoever has a role in the programme, or a seat in it: straight on to the only one.
    "forums:promise_list": ((), PROMISE_LIST),
    "forums:programme_promise": (("programme",), only(*READS_PROMISE, other=404)),
    "forums:programme_promise_export": (("programme",), only(*READS_PROMISE, other=404)),
    "forums:forum_promise": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:forum_promise_export": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:pulse": (("pulse_ask", "pulse_key"), EVERYONE),
    "forums:reserved_list": ((), only("lena")),
    "forums:reserved_release": (("reserved",), BUTTON),
    # In force: for all who sit in the programme, and Pat, whose Kitchen has a seat in it.
    "forums:delegation_detail": (("power",), SEES_POWERS),
    # A draft is for leads and the information rights officer; Hal would hand it over.
    "forums:delegation_edit": (("draft_power",), {**only("lena", other=404), "iris": 403}),
    "forums:delegation_send": (("draft_power",), BUTTON),
    "forums:delegation_drop": (("draft_power",), BUTTON),
    "forums:delegation_approve": (("asked_power",), BUTTON),
    "forums:delegation_send_back": (
        ("asked_power",),
        {**only("hal", other=404), "lena": 403, "iris": 403},
    ),
    "forums:delegation_revoke": (("power",), {**SEES_POWERS, **NO_END_TO_POWERS}),
    # Published to the programme: for all who sit in it or work for it, and Hal, whose power it is.
    "forums:decision_detail": (("decision",), SEES_DECISION),
    "forums:decision_list": (("forum",), in_forum("lena", "adele", "grace", "nell")),
    "forums:decision_new": (("forum",), in_forum("grace")),
    "forums:decision_log": ((), EVERYONE),
    "forums:decision_export": ((), EVERYONE),
    "forums:decision_export_json": ((), EVERYONE),
    "forums:decision_export_descriptor": ((), EVERYONE),
    "forums:decision_feed": ((), EVERYONE),
    # Being written down: for who is seated, and leads; Grace, in the chair, publishes it.
    "forums:decision_edit": (("new_decision",), WRITES_DECISION),
    "forums:decision_publish": (("new_decision",), WRITES_DECISION),
    "forums:decision_drop": (("new_decision",), BUTTON),
    "forums:dissent_ask": (("new_decision",), WRITES_DECISION),
    "forums:dissent_say": (("new_decision",), {**WRITES_DECISION, "nell": 200}),
    "forums:dissent_decline": (("new_decision",), BUTTON),
    # Hal speaks for the body that is to answer.
    "forums:decision_answer": (("decision",), {**TELLS_OF_DECISION, "hal": 200}),
    "forums:decision_call_in": (("open_decision",), {**TELLS_OF_DECISION, "hal": 200}),
    "forums:decision_let_stand": (("open_decision",), BUTTON),
    "forums:decision_override": (
        ("open_decision",),
        {**TELLS_OF_DECISION, "hal": 200, "lena": 200},
    ),
    "forums:decision_evaluate": (("used_decision",), {**TELLS_OF_DECISION, "grace": 200}),
    # Administrators see no content (P2).
    "forums:difference_list": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:difference_new": (("forum",), in_forum("nell")),
    # Private to the chair, and to Nell who raised it and can speak for the Kitchen.
    "forums:difference_detail": (("forum", "difference"), only("grace", "nell", other=404)),
    "forums:difference_open": (
        ("forum", "difference"),
        {**only("grace", other=404), "nell": 403},
    ),
    "forums:difference_return": (
        ("forum", "difference"),
        {**only("grace", other=404), "nell": 403},
    ),
    "forums:difference_acknowledge": (
        ("forum", "difference"),
        {**only("grace", other=404), "nell": 403},
    ),
    "forums:difference_withdraw": (
        ("forum", "difference"),
        {**only("nell", other=404), "grace": 403},
    ),
    "forums:difference_settle": (
        ("forum", "known_difference"),
        {**only("grace", other=404), "nell": 403},
    ),
    "forums:difference_take_on": (("forum", "known_difference"), BUTTON),
    "forums:position": (("forum", "difference", "nells_position"), only("nell", other=404)),
    "forums:position_decline": (("forum", "difference", "nells_position"), only("nell", other=404)),
    "forums:meeting_list": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:meeting_new": (("forum",), in_forum("grace")),
    "forums:meeting_detail": (("forum", "meeting"), in_forum("lena", "grace", "nell")),
    "forums:meeting_edit": (("forum", "meeting"), in_forum("grace")),
    "forums:meeting_cancel": (("forum", "meeting"), in_forum("grace")),
    "forums:search": ((), SIGNED_IN),
    "forums:digest_list": ((), SIGNED_IN),
    "forums:digest_stop": (("digest", "digests_key"), EVERYONE),
    "forums:forum_search": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:item_new": (("forum", "meeting"), in_forum("grace")),
    "forums:item_edit": (("forum", "meeting", "item"), in_forum("grace")),
    "forums:item_remove": (("forum", "meeting", "item"), in_forum("grace")),
    "forums:item_put_back": (("forum", "meeting", "item"), BUTTON),
    "forums:item_move": (("forum", "meeting", "item"), BUTTON),
    "forums:item_interests": (("forum", "meeting", "item"), in_forum("grace")),
    "forums:item_minute": (("forum", "meeting", "item"), in_forum("grace")),
    # Whose item it is adds papers, too: here it is the chair's.
    "forums:paper_new": (("forum", "meeting", "item"), in_forum("grace")),
    "forums:paper": (("forum", "meeting", "paper"), in_forum("lena", "grace", "nell")),
    "forums:paper_file": (
        ("forum", "meeting", "paper", "paper_file"),
        in_forum("lena", "grace", "nell"),
    ),
    "forums:paper_withdraw": (("forum", "meeting", "paper"), BUTTON),
    "forums:papers_send": (("forum", "meeting"), in_forum("grace")),
    "forums:apologies": (("forum", "meeting"), in_forum("grace", "nell")),
    "forums:apologies_withdraw": (("forum", "meeting"), BUTTON),
    "forums:meeting_open": (("forum", "meeting"), in_forum("grace")),
    "forums:meeting_opening": (("forum", "meeting"), in_forum("grace")),
    "forums:meeting_close": (("forum", "session"), in_forum("grace")),
    "forums:attendance": (("forum", "session"), in_forum("grace")),
    "forums:deputy_acknowledge": (("forum", "session", "row"), BUTTON),
    "forums:mention_new": (("forum", "meeting"), in_forum("grace")),
    "forums:mention_remove": (("forum", "meeting", "mention"), BUTTON),
    "forums:mention_say": (("forum", "meeting", "mention"), BUTTON),
    "forums:action_new": (("forum", "session"), in_forum("grace")),
    "forums:action_list": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:action_hand_on": (("forum", "action"), in_forum("lena", "grace")),
    # It is Nell's to do.
    "forums:action_end": (("forum", "action"), in_forum("lena", "grace", "nell")),
    "forums:minutes": (("forum", "minuted"), in_forum("lena", "grace", "nell")),
    "forums:minutes_lay_out": (("forum", "minuted"), BUTTON),
    "forums:minutes_circulate": (("forum", "minuted"), in_forum("grace")),
    "forums:minutes_agree": (("forum", "minuted"), in_forum("grace")),
    "forums:minutes_publish": (("forum", "minuted"), in_forum("grace")),
    "forums:correction_new": (("forum", "minuted"), in_forum("grace", "nell")),
    "forums:correction_answer": (("forum", "minuted", "correction"), in_forum("grace")),
    "forums:proposal_list": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:proposal_new": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:proposal_detail": (("forum", "proposal"), in_forum("lena", "grace", "nell")),
    # It is Nell's; the chair runs meetings.
    "forums:proposal_edit": (("forum", "proposal"), in_forum("grace", "nell")),
    "forums:proposal_withdraw": (("forum", "proposal"), in_forum("grace", "nell")),
    "forums:round_open": (("forum", "proposal"), in_forum("grace")),
    "forums:round_detail": (("forum", "round"), in_forum("lena", "grace", "nell")),
    "forums:round_begin": (("forum", "round"), BUTTON),
    "forums:round_close": (("forum", "round"), in_forum("grace")),
    "forums:round_rule": (("forum", "chairs_round"), in_forum("grace")),
    "forums:round_respond": (("forum", "round"), in_forum("grace", "nell")),
    "forums:round_step_back": (("forum", "round"), in_forum("grace", "nell")),
    "forums:round_record": (("forum", "met_round"), in_forum("grace")),
    # Who has not responded cannot find what others said (RND-5); leads never respond.
    "forums:response_answer": (
        ("forum", "round", "question"),
        in_forum("grace", "nell", lena=404),
    ),
    "forums:response_classify": (
        ("forum", "round", "objection"),
        in_forum("grace", "nell", lena=404),
    ),
    "forums:response_reply": (("forum", "round", "objection"), in_forum("grace", lena=404)),
    # For a meeting or a round that the address names; here it names none.
    "forums:proxy_new": (("forum",), in_forum(grace=404, nell=404)),
    "forums:proxy_revoke": (("forum", "proxy"), BUTTON),
    "forums:topic_list": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:topic_new": (("forum",), in_forum("grace", "nell")),
    "forums:topic_detail": (("forum", "topic"), in_forum("lena", "grace", "nell")),
    "forums:post": (("forum", "topic", "one"), in_forum(lena=302, grace=302, nell=302)),
    "forums:post_edit": (("forum", "topic", "one"), in_forum("nell")),
    "forums:post_file": (("forum", "topic", "one", "post_file"), in_forum("lena", "grace", "nell")),
    "forums:post_park": (("forum", "topic", "one"), in_forum("lena", "grace")),
    "forums:parked_list": (("forum",), in_forum("lena", "grace", "nell")),
    "forums:parked": (("forum", "parked"), in_forum(lena=302, grace=302, nell=302)),
    "forums:parked_bring_back": (("forum", "parked"), BUTTON),
    "forums:post_history": (("forum", "topic", "one"), in_forum("lena", "grace", "nell")),
}


def our_urls(resolver=None, namespace=""):
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from our_urls(item, inner)
        elif isinstance(item, URLPattern) and is_ours(item):
            yield f"{namespace}{item.name}"


def is_ours(pattern):
    return pattern.callback.__module__.split(".")[0] in settings.OUR_APPS


def test_every_url_of_ours_is_in_the_table():
    assert set(our_urls()) == set(ACCESS)


def test_each_role_gets_what_the_table_says(world, as_, subtests):
    """One world for everyone: to build it takes longer than to look at it."""
    for role in ROLES:
        with subtests.test(role=role):
            client = as_(world.get(role))

            answers = {name: answer(client, name, world) for name in ACCESS}

            wrong = {
                name: f"{answers[name]}, not {expected[role]}"
                for name, (_, expected) in ACCESS.items()
                if answers[name] != expected[role]
            }
            assert wrong == {}


# What machines try: letters that no database keeps, numbers beyond any, words without end.
RUDE_QUERIES = [
    "?q=%00&page=abc&next=%00&sort=%00&status=%00&programme=%00",
    "?page=-1&programme=99999999999999999999&after=%C2%B2",
    "?page=99999999999&q=" + 3000 * "x" + "&after=" + 5000 * "9",
]
NOBODYS_ID = 99999999999999999999  # beyond what PostgreSQL counts to


def test_no_address_however_odd_is_answered_with_a_failure(world, as_, subtests):
    for role in ("lena", "rosa"):
        with subtests.test(role=role):
            client = as_(world[role])

            answers = {url: client.get(url).status_code for url in odd_addresses(world)}

            assert {url: status for url, status in answers.items() if status >= 500} == {}


def odd_addresses(world):
    for name, (keys, _) in ACCESS.items():
        arguments = [world[key] for key in keys]
        yield from (reverse(name, args=arguments) + query for query in RUDE_QUERIES)
        if any(isinstance(argument, int) for argument in arguments):
            odd = [NOBODYS_ID if isinstance(one, int) else one for one in arguments]
            yield reverse(name, args=odd)


def answer(client, name, world):
    arguments, _ = ACCESS[name]
    response = client.get(reverse(name, args=[world[key] for key in arguments]))
    if response.status_code == 302 and response.url.startswith(reverse(settings.LOGIN_URL)):
        return "sign-in"
    return response.status_code


def _decisions(forum, lena) -> dict:
    """Recommended; being written down; open to call-in; in effect."""
    quick, slow = (
        make.delegation(forum, drafted_by=lena, granted=True, call_in_days=days) for days in (0, 3)
    )
    told = {"by": lena, "publication": "programme"}
    return {
        "decision": make.decision(forum, published=True, **told).pk,
        "new_decision": make.decision(forum, delegation=quick, **told).pk,
        "open_decision": make.decision(forum, delegation=slow, published=True, **told).pk,
        "used_decision": make.decision(forum, delegation=quick, published=True, **told).pk,
    }


def _meetings(forum, nells_seat):
    """One planned, one that goes on, one whose minutes are with members."""
    grace, nell = make.chair_of(forum), nells_seat.contributor.user
    chair = forum.memberships.live().get(seat__kind="chair")
    minuted = make.minutes(make.session(forum, by=grace, here=[nells_seat]), by=grace)
    asked = corrections.ask(
        meeting=minuted, membership=nells_seat, item=None, words="It rained.", by=nell
    )
    session = make.session(forum, by=grace, here=[nells_seat])
    meeting = make.meeting(forum, by=grace)
    item = make.agenda_item(meeting, by=grace)
    paper = make.paper(item, membership=chair, by=grace, uploads=[make.text_file()])
    return {
        "meeting": meeting.pk,
        "item": item.pk,
        "paper": paper.pk,
        "paper_file": paper.files.get().pk,
        "mention": make.mention(meeting, nells_seat.contributor, membership=chair, by=grace).pk,
        "session": session.pk,
        "row": session.attendances.order_by("pk")[0].pk,
        "action": make.action_point(session, seat=nells_seat.seat, by=grace).pk,
        "minuted": minuted.pk,
        "correction": asked.pk,
    }


def _rounds(forum, nells_seat, session):
    """Nell's proposals: one being written; in rounds between meetings, in a meeting, and one that
    the chair decides. She has a question, and Grace objects."""
    grace = make.chair_of(forum)
    chair = forum.memberships.live().get(seat__kind="chair")
    Forum.objects.filter(pk=forum.pk).update(proxies="written")
    forum.refresh_from_db()
    round = make.round(make.proposal(nells_seat), by=grace)
    chairs_round = make.round(make.proposal(nells_seat), by=grace)
    Round.objects.filter(pk=chairs_round.pk).update(rule="chair")
    item = make.agenda_item(session, by=grace, kind="decide")
    waiting = rounds.put_on_agenda(proposal=make.proposal(nells_seat), item=item, by=grace)
    proxy = proxies.give(
        giver=nells_seat, holder=chair, wish="Yes, please.", round=chairs_round, by=grace
    )
    return {
        "proposal": make.proposal(nells_seat).pk,
        "round": round.pk,
        "chairs_round": chairs_round.pk,
        "met_round": rounds.open_in_meeting(round=waiting, by=grace).pk,
        "question": make.response(round, nells_seat, "need_more").pk,
        "objection": make.response(round, chair, "object").pk,
        "proxy": proxy.pk,
    }


@pytest.fixture
def world(
    request, programme, lena, rosa, amir, adele, sam, iris, georgina, pat, ben, cleo, kitchen
):
    """The cast by name, and one of each thing that a url needs."""
    bens = {"programme": programme, "contributor": ben.contributor}
    new_offer = make.offer(**bens)
    asked_offer = make.redirect(make.offer(**bens, answered_by=lena), by=lena).offer
    going_out = make.campaign([make.event(programme=programme) for _ in "12"], released=True)
    failed = make.letter(going_out, status="failed")
    to_approve = make.campaign(by=rosa, asked=True)
    to_approve.signatory.private_office.add(georgina)
    mandate = make.mandate(to_approve, by=georgina)
    pack = make.pack()
    halt = halts.halt(programme=programme, by=lena)
    wrong = make.regret(owner=lena, by=rosa)
    embargo = make.embargo(by=lena)
    waiver = make.waiver(embargo, to_approve, by=lena)
    experiment = make.experiment(make.campaign(by=rosa), by=rosa)
    asked_question = make.asked(rosa=rosa, amir=amir)
    of_kitchen = {"raised_by": pat, "organisation": kitchen, "verified_by": lena}
    open_need = make.need(**of_kitchen)
    match = make.match(open_need, make.offer(**bens, accepted_by=lena), by=lena)
    checked_match = make.match(
        make.need(**of_kitchen, checks_required=["references"]),
        make.offer(**bens, accepted_by=lena),
        by=lena,
        agreed=True,
    )
    bens_letter = make.campaign([make.event(ben.contributor)], released=True)
    topic = make.topic(make.active_forum(programme=programme, by=lena))
    forum = topic.forum
    asked = make.invitation(make.seat(forum, by=lena), by=lena)
    hal = make.granter(forum.convened_by, "Hal")
    fay = make.user("Fay")
    fays_seat = make.former(make.seat(forum, by=lena), fay)
    old_paper = make.old_paper(fays_seat)
    nells_seat, school = topic.started_by, make.organisation("Northside School")
    nells_seat.contributor.affiliations.create(organisation=school, can_speak_for=True)
    Membership.objects.filter(pk=nells_seat.pk).update(organisation=school)
    nells_seat.refresh_from_db()
    difference = make.difference(nells_seat, organisation=school)
    nells_seat.term_ends_on = timezone.localdate() + timedelta(days=20)
    nells_seat.save()
    late = make.late_interest(nells_seat)
    digest = Digest.objects.create(membership=nells_seat)
    pulse_ask = PulseAsk.objects.create(
        pulse=Pulse.objects.create(forum=forum, organisation=school, quarter="2026-07-01"),
        contributor=nells_seat.contributor,
    )
    meetings = _meetings(forum, nells_seat)
    nells_feed = feeds.begin(by=nells_seat.contributor.user)
    invited = make.thanks_invitation(giver=rosa)
    badge = make.badge(ben)
    return {
        "mandate": mandate.pk,
        "halt": halt.pk,
        "digest": digest.pk,
        "digests_key": digest.link_key,
        "lena": lena,
        "rosa": rosa,
        "amir": amir,
        "adele": adele,
        "sam": sam,
        "iris": iris,
        "georgina": georgina,
        "pat": pat,
        "ben": ben,
        "cleo": cleo,
        "mail_name": "none",
        "kitchens_uuid": uuid_of(ORGANISATION, kitchen.pk),
        "a_service": uuid_of(SERVICE, make.offer(**bens, organisation=kitchen).pk),
        "one": 1,
        "kitchen": kitchen.pk,
        "twin": make.organisation("Community Kitchen").pk,
        "merged": make.merge(kitchen, make.organisation("The Kitchen"), by=lena).pk,
        "double": make.double(make.organisation(), make.organisation()).pk,
        "twin_person": make.contributor("Benjamin").pk,
        "organisations": "organisations",
        "people_import": make.people_import("Name,Email\nGrace,new@example.org\n").pk,
        "new_import": make.organisation_import().pk,
        "old_import": make.organisation_import(done=True).pk,
        "kitchen_number": kitchen.identifiers.create(scheme="GB-CHC", value="1234567").pk,
        "pats_place": kitchen.affiliations.get(contributor__user=pat).pk,
        "kitchens_origin": OrganisationSuccession.objects.create(
            predecessor=make.organisation(), successor=kitchen, kind="merged"
        ).pk,
        "bens_person": ben.contributor.pk,
        "bens_key": ben.contributor.link_key,
        "bens_home": make.household(ben.contributor, make.contributor()).pk,
        "person": "person",
        "hold": make.hold(make.contributor(), by=sam).pk,
        "asked_hold": make.asked_hold(make.contributor(), by=lena).pk,
        "lenas_role": lena.grants.get().pk,
        "programme_slug": programme.slug,
        "new_offer": new_offer.ref,
        "new_offer_key": new_offer.link_key,
        "new_offer_form": new_offer.form_key,
        "call": make.call(programme=programme, by=lena).pk,
        "kind_no": make.kind_no(make.offer(**bens, answered_by=lena), by=lena).pk,
        "asked_offer": asked_offer.ref,
        "asked_offer_key": asked_offer.link_key,
        "answered_offer": make.offer(**bens, answered_by=lena).ref,
        "accepted_offer": make.offer(**bens, accepted_by=lena).ref,
        "new_need": make.need(raised_by=pat, organisation=kitchen).ref,
        "open_need": open_need.ref,
        "match": match.pk,
        "match_key": match.link_key,
        "active_match": make.match(
            open_need, make.offer(**bens, accepted_by=lena), by=lena, agreed=True
        ).pk,
        "checked_match": checked_match.pk,
        "check": checked_match.checks.get().pk,
        "owed": make.event().pk,
        "owed_for_years": make.event(due_on=date(2024, 1, 1)).pk,
        "owed_to_one_who_died": make.event(make.contributor(deceased_on=date(2026, 1, 1))).pk,
        "mail_to_write": make.acknowledgement(giver=rosa, kind="email", channel="email").pk,
        "invited": invited.pk,
        "invited_key": invited.link_key,
        "bens_thanks": badge.event_id,
        "badge_slug": badge.slug,
        "call_to_make": make.acknowledgement(giver=rosa).pk,
        "kitchens_event": make.event(organisation=kitchen).pk,
        "to_approve": to_approve.pk,
        "in_waves": make.in_waves().pk,
        "proof": to_approve.letters.get().pk,
        "letter_template": to_approve.template_version.template_id,
        "letter_words": to_approve.template_version_id,
        "signatory": to_approve.signatory_id,
        "letterhead": make.letterhead(programme).pk,
        "audience_rule": make.audience_rule(by=rosa).pk,
        "bens_letter": make.letter(bens_letter, status="sent").ref,
        "pack": pack.pk,
        "pack_manifest": pack.manifest_name,
        "bens_stop_key": stop_links.key_of(bens_letter.letters.get()),
        "going_out": going_out.pk,
        "trouble": failed.cause,
        "grace": make.chair_of(forum),
        "nell": topic.started_by.contributor.user,
        "fay": fay,
        "nells_feed": nells_feed.pk,
        "nells_feed_key": nells_feed.link_key,
        "nells_interest": late.interest_id,
        "late_interest": late.pk,
        "fays_seat": fays_seat.pk,
        "nells_seat": nells_seat.pk,
        "removal": make.removal(nells_seat, by=lena).pk,
        "old_meeting": old_paper.item.meeting_id,
        "old_paper": old_paper.pk,
        "old_paper_file": old_paper.files.get().pk,
        "old_scope": forum.scopes.effective().get().pk,
        "forum": forum.pk,
        "topic": topic.pk,
        "parked": make.parked(make.reply(topic), by=lena).pk,
        "post_file": make.post_file(topic.posts.get(number=1)).pk,
        "old_file": make.post_file(topic.posts.get(number=1), added_at=fays_seat.accepted_at).pk,
        "seat": asked.seat_id,
        "target": make.target(forum, by=lena).pk,
        "drawn_call": make.seat_call(forum, by=lena, candidates=[ben, cleo], drawn=True).pk,
        "seat_call": make.seat_call(forum, by=lena, candidates=[ben, cleo], over=True).pk,
        **meetings,
        **_rounds(forum, nells_seat, Meeting.objects.get(pk=meetings["session"])),
        "asked": asked.pk,
        "group": forum.group_asks.create(asked_by=lena).pk,
        "asked_key": asked.link_key,
        "difference": difference.pk,
        "nells_position": difference.positions.get().pk,
        "known_difference": make.difference(nells_seat, organisation=school, status="going").pk,
        "hal": hal,
        "power": make.delegation(forum, drafted_by=lena, granted=True).pk,
        "asked_power": make.delegation(forum, drafted_by=lena, sent=True, role_holder=hal).pk,
        "draft_power": make.delegation(forum, drafted_by=lena, role_holder=hal).pk,
        "programme": programme.pk,
        "pulse_ask": pulse_ask.pk,
        "pulse_key": pulse_ask.link_key,
        **_decisions(forum, lena),
        "reserved": ReservedMatter.objects.create(
            programme=programme, matter="Rents", added_by=lena
        ).pk,
        "unread": make.member(make.seat(forum, by=lena), make.user("Uma"), reads=False).pk,
        "new_scope": make.scope(
            forum, drafted_by=make.chair_of(forum), sent=True, purpose="Warmth."
        ).pk,
        "doubtful_letter": make.letter(going_out, status="uncertain").pk,
        "embargo": embargo.pk,
        "experiment": experiment.pk,
        "asked_code": question.code_of(asked_question),
        "waiver": waiver.pk,
        "sent_letter": wrong.letter_id,
        "came_back": make.returned(wrong.letter).pk,
        "regret": wrong.pk,
    }
