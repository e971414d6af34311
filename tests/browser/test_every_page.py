"""No page is forgotten: each address of ours that shows one has a line in pages.py."""

from django.urls import resolve

from tests.browser.pages import PAGES
from tests.test_access import ACCESS, our_urls

NO_PAGE = {
    "healthz": "a word for machines",
    "readyz": "a word for machines",
    "caught_mail_part": "an attachment, or a message as its sender made it",
    "import_template": "a file",
    "import_faulty": "a file",
    "import_left_out": "a file",
    "import_to_look_at": "a file",
    "import_rows": "a file",
    "figure_export": "a file",
    "contributor_export_descriptor": "a file",
    "offer_export": "a file",
    "offer_export_descriptor": "a file",
    "organisation_export": "a file",
    "organisation_export_descriptor": "a file",
    "open_referral_about": "for machines",
    "open_referral_services": "for machines",
    "open_referral_service": "for machines",
    "open_referral_organizations": "for machines",
    "open_referral_organization": "for machines",
    "offer_next": "leads on to the page of the step that was chosen",
    "recognition:campaign_exclusions": "a file",
    "recognition:campaign_submission": "a file",
    "recognition:letterhead_artwork": "a picture",
    "recognition:unpostable_export": "a file",
    "recognition:proof_page": "a picture",
    "recognition:proof_pdf": "a file",
    "recognition:template_page": "a picture",
    "recognition:template_pdf": "a file",
    "recognition:my_letter_pdf": "a file",
    "recognition:letter_pdf": "a file",
    "recognition:pack_file": "a file",
    "recognition:thanks_figures_export": "a file",
    "recognition:experiment_answers": "a file",
    "recognition:badge_credential": "for machines",
    "recognition:badge_status": "for machines",
    "forums:calendar_feed": "for calendars",
    "forums:interest_export": "a file",
    "forums:forum_promise_export": "a file",
    "forums:programme_promise_export": "a file",
    "forums:scheme_export": "a file",
    "forums:scheme_print": "a file",
    "forums:scheme_export_descriptor": "a file",
    "forums:decision_export": "a file",
    "forums:decision_export_json": "for machines",
    "forums:decision_export_descriptor": "a file",
    "forums:decision_feed": "for machines",
    "forums:post_file": "a file",
    "forums:past_file": "a file",
    "forums:past_paper_file": "a file",
    "forums:scope_print": "a file",
    "forums:parked": "leads on to its place on the parked list",
    "forums:paper_file": "a file",
    "forums:post": "leads on to its place on the topic's page",
}


def test_every_page_of_ours_is_looked_at(server):
    buttons = {name for name, (_, seen) in ACCESS.items() if 405 in seen.values()}
    looked_at = {resolve(path).view_name for path in _paths()}

    assert set(our_urls()) - buttons - looked_at == set(NO_PAGE)


def _paths():
    """Of the places that show what they are named for, and not why they do not."""
    return [place.path().partition("?")[0] for place in PAGES if place.status == 200]
