"""Who may open what: the whole site in one table. A url of ours that is missing here fails.

For each url name: whether it is a form or a button (POST only), and what each of the cast gets.
Anonymous people are sent to sign in (302 to the sign-in page) unless a page is public.
"""

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import make

ROLES = ["public", "lena", "rosa", "amir", "adele", "pat", "ben", "cleo"]
# What a role gets: 200 page, 302 sent on, 403 refused, 404 not there for them, 405 button only.
EVERYONE = dict.fromkeys(ROLES, 200)
SIGNED_IN = {**EVERYONE, "public": "sign-in"}


# A button: GET shows nobody anything.
BUTTON = {**dict.fromkeys(ROLES, 405), "public": "sign-in"}


def only(*allowed: str, other: int = 403) -> dict:
    """200 for those named, `other` for the rest, the public to the sign-in page."""
    seen = {role: 200 if role in allowed else other for role in ROLES}
    return seen if "public" in allowed else {**seen, "public": "sign-in"}


# The offer is Ben's: he sees it, the lead answers it, for others it is not there.
BENS_OFFER = only("lena", "ben", other=404)
ANSWERS_BEN = {**only("lena", other=404), "ben": 403}

# url name: (arguments from the `world` fixture, or none; what a GET answers each role)
ACCESS: dict[str, tuple[tuple, dict]] = {
    "dashboard": ((), SIGNED_IN),
    "healthz": ((), EVERYONE),
    "readyz": ((), EVERYONE),
    # In demo mode only; tests/coalition/test_caught_mail.py opens them there.
    "caught_mail_list": ((), dict.fromkeys(ROLES, 404)),
    "caught_mail_detail": (("mail_name",), dict.fromkeys(ROLES, 404)),
    "caught_mail_part": (("mail_name", "one"), dict.fromkeys(ROLES, 404)),
    "organisation_list": ((), only("lena", "rosa", "amir", "adele", "pat")),
    "organisation_new": ((), only("lena", "adele")),
    "organisation_detail": (
        ("kitchen",),
        only("lena", "rosa", "amir", "adele", "pat", other=404),
    ),
    "organisation_edit": (
        ("kitchen",),
        {**only("lena", "adele", "pat", other=404), "rosa": 403, "amir": 403},
    ),
    "organisation_import_new": ((), only("lena", "adele")),
    "organisation_import_template": ((), only("lena", "adele")),
    "organisation_import_columns": (("new_import",), only("lena", "adele")),
    "organisation_import_check": (("new_import",), only("lena", "adele")),
    "organisation_import_faulty": (("new_import",), only("lena", "adele")),
    "organisation_import_left_out": (("new_import",), only("lena", "adele")),
    "organisation_import_detail": (("old_import",), only("lena", "adele")),
    "organisation_import_start": (("new_import",), BUTTON),
    "identifier_new": (
        ("kitchen",),
        {**only("lena", "adele", "pat", other=404), "rosa": 403, "amir": 403},
    ),
    "identifier_remove": (("kitchen", "kitchen_number"), BUTTON),
    "affiliation_new": (
        ("kitchen",),
        {**only("lena", "adele", "pat", other=404), "rosa": 403, "amir": 403},
    ),
    "affiliation_end": (
        ("kitchen", "pats_place"),
        {**only("lena", "adele", "pat", other=404), "rosa": 403, "amir": 403},
    ),
    "contributor_list": ((), only("lena", "rosa", "amir", "adele", "pat")),
    "contributor_new": ((), only("lena", "rosa")),
    "contributor_detail": (
        ("bens_person",),
        only("lena", "rosa", "amir", "adele", "ben", other=404),
    ),
    "contributor_edit": (
        ("bens_person",),
        {**only("lena", "rosa", "ben", other=404), "amir": 403, "adele": 403},
    ),
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
    "accessibility": ((), EVERYONE),
    "styleguide": ((), only("lena", "rosa", "amir", "adele")),
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


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ACCESS)
def test_each_role_gets_what_the_table_says(name, role, world, as_):
    arguments, answers = ACCESS[name]
    url = reverse(name, args=[world[key] for key in arguments])

    response = as_(world.get(role)).get(url)

    expected = answers[role]
    if expected == "sign-in":
        assert response.status_code == 302
        assert response.url.startswith(reverse(settings.LOGIN_URL))
    else:
        assert response.status_code == expected


@pytest.fixture
def world(request, programme, lena, rosa, amir, adele, pat, ben, cleo, kitchen):
    """The cast by name, and one of each thing that a url needs."""
    bens = {"programme": programme, "contributor": ben.contributor}
    new_offer = make.offer(**bens)
    return {
        "lena": lena,
        "rosa": rosa,
        "amir": amir,
        "adele": adele,
        "pat": pat,
        "ben": ben,
        "cleo": cleo,
        "mail_name": "none",
        "one": 1,
        "kitchen": kitchen.pk,
        "new_import": make.organisation_import().pk,
        "old_import": make.organisation_import(done=True).pk,
        "kitchen_number": kitchen.identifiers.create(scheme="GB-CHC", value="1234567").pk,
        "pats_place": kitchen.affiliations.get(contributor__user=pat).pk,
        "bens_person": ben.contributor.pk,
        "programme_slug": programme.slug,
        "new_offer": new_offer.ref,
        "new_offer_key": new_offer.link_key,
        "new_offer_form": new_offer.form_key,
        "answered_offer": make.offer(**bens, answered_by=lena).ref,
        "accepted_offer": make.offer(**bens, accepted_by=lena).ref,
    }
