"""A signature is sealed in the database, and a minister's is for their private office (SIG-1)."""

import os
import subprocess
import sys
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from coalition.at_rest import CannotOpen, NoKey, open_sealed, seal
from coalition.domain import NotAuthorised
from coalition.models import JournalEntry
from coalition.settings import BASE_DIR
from recognition.actions import signatories
from recognition.demo_pictures import draw_signature
from recognition.models import Campaign, Signatory
from recognition.proofs import proof_of
from recognition.views import papers
from tests import make

PICTURE = draw_signature()
OURS = ("DEBUG", "DEMO", "SITE_URL", "AT_REST_KEYS")


@pytest.fixture
def minister(programme, georgina):
    signatory = make.signatory(programme, style="Ada Obi", thanker="minister")
    signatory.private_office.add(georgina)
    return signatory


def address(name, signatory):
    return reverse(f"recognition:{name}", args=[signatory.pk])


def test_what_is_sealed_opens_with_any_key_that_is_known(settings):
    sealed = seal(b"ink")

    settings.AT_REST_KEYS = ["new", *settings.AT_REST_KEYS]

    assert b"ink" not in sealed
    assert open_sealed(sealed) == b"ink"
    assert seal(b"ink") != seal(b"ink")


@pytest.mark.parametrize("damaged", [b"", b"\x01", b"\x01" + 40 * b"x", b"\x89PNG"])
def test_what_nobody_sealed_does_not_open(damaged):
    with pytest.raises(CannotOpen):
        open_sealed(damaged)


def test_another_key_does_not_open_it(settings):
    sealed = seal(b"ink")
    settings.AT_REST_KEYS = ["another"]

    with pytest.raises(CannotOpen):
        open_sealed(sealed)


def test_without_a_key_nothing_is_sealed_and_we_say_what_to_set(settings):
    settings.AT_REST_KEYS = []

    with pytest.raises(NoKey, match="set AT_REST_KEYS"):
        seal(b"ink")


@pytest.mark.parametrize(
    ("environment", "keys"),
    [
        ({}, []),
        ({"DEBUG": "yes"}, ["secret"]),
        ({"DEMO": "yes"}, ["secret"]),
        ({"DEMO": "yes", "AT_REST_KEYS": "new old"}, ["new", "old"]),
    ],
)
def test_only_a_site_without_real_people_needs_no_key_of_its_own(environment, keys):
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    env = {**kept, "SECRET_KEY": "secret", **environment}
    says = "from coalition.settings import AT_REST_KEYS; print(*AT_REST_KEYS)"

    answer = subprocess.run(
        [sys.executable, "-c", says], env=env, cwd=BASE_DIR, capture_output=True, text=True
    )

    assert answer.stdout.split() == keys, answer.stderr


@pytest.mark.django_db
def test_without_a_key_the_page_says_so_and_everything_else_works(
    minister, georgina, as_, settings
):
    settings.AT_REST_KEYS = []
    file = SimpleUploadedFile("ink.png", PICTURE, content_type="image/png")

    answer = as_(georgina).post(address("signature_edit", minister), {"signature": file})

    assert answer.status_code == 422
    assert "cannot keep signatures yet" in answer.content.decode()
    assert make.signatory().signature_image is None


@pytest.mark.django_db
def test_whoever_has_only_the_database_sees_no_signature(programme):
    signatory = make.signatory(signature_image=PICTURE)

    with connection.cursor() as cursor:
        cursor.execute("SELECT signature_image FROM recognition_signatory")
        kept = bytes(cursor.fetchone()[0])

    assert b"PNG" not in kept
    assert Signatory.objects.get(pk=signatory.pk).signature_image == PICTURE


@pytest.mark.django_db
def test_the_database_takes_no_signature_in_the_clear(programme):
    make.signatory()

    with (
        pytest.raises(IntegrityError, match="signatory_signature_is_sealed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE recognition_signatory SET signature_image = %s", [PICTURE])


@pytest.mark.django_db
def test_only_the_private_office_gives_a_ministers_signature(minister, georgina, rosa, amir, lena):
    for person in (rosa, amir, lena):
        with pytest.raises(NotAuthorised, match="Only a minister’s private office"):
            signatories.keep_signature(signatory=minister, picture=PICTURE, by=person)
        with pytest.raises(NotAuthorised, match="Only a minister’s private office"):
            signatories.change(signatory=minister, signature_image=PICTURE, by=person)

    signatories.keep_signature(signatory=minister, picture=PICTURE, by=georgina)

    minister.refresh_from_db()
    assert minister.signature_image == PICTURE
    entry = JournalEntry.objects.of_kinds([signatories.SIGNATORY_CHANGED]).get()
    assert (entry.by, entry.facts) == (georgina, {"changed": ["signature_image"]})


@pytest.mark.django_db
def test_nobody_adds_a_minister_with_a_signature(programme, rosa):
    with pytest.raises(NotAuthorised):
        signatories.add(
            programme=programme,
            style="Ada Obi",
            office_title="Minister",
            body="",
            thanker="minister",
            office_from="2026-01-01",
            signature_image=PICTURE,
            by=rosa,
        )


@pytest.mark.django_db
@pytest.mark.parametrize(("was", "becomes"), [("peer", "minister"), ("minister", "peer")])
def test_no_signature_crosses_into_or_out_of_a_ministers_office(programme, rosa, was, becomes):
    """Else somebody could give it while they are none, and make them a minister afterwards."""
    signatory = make.signatory(programme, thanker=was, signature_image=PICTURE)

    signatories.change(signatory=signatory, thanker=becomes, by=rosa)

    signatory.refresh_from_db()
    assert signatory.signature_image is None


@pytest.mark.django_db
def test_another_signature_takes_letters_back_to_draft(minister, georgina, rosa):
    """CMP-3; and whoever gave it has had no hand in the letters."""
    person = make.contributor(adult="yes")
    campaign = make.campaign([make.event(person)], by=rosa, signatory=minister, asked=True)

    signatories.keep_signature(signatory=minister, picture=PICTURE, by=georgina)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.DRAFT
    assert not campaign.drafters.contains(georgina)


@pytest.mark.django_db
def test_it_is_given_and_taken_away_on_pages_that_never_show_it(minister, georgina, as_):
    client = as_(georgina)
    file = SimpleUploadedFile("ink.png", PICTURE, content_type="image/png")

    client.post(address("signature_edit", minister), {"signature": file})
    minister.refresh_from_db()
    assert minister.signature_image
    shown = client.get(address("signature_edit", minister)).content
    assert b"A signature is kept" in shown
    assert minister.signature_image not in shown

    client.post(address("signature_remove", minister))
    minister.refresh_from_db()
    assert minister.signature_image is None


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"%PDF-1.7", PICTURE + b"0" * (4 * 1024 * 1024)])
def test_story_10_a_huge_file_or_no_picture_is_refused(minister, georgina, as_, content):
    file = BytesIO(content)
    file.name = "ink.png"

    answer = as_(georgina).post(address("signature_edit", minister), {"signature": file})

    assert answer.status_code == 422
    minister.refresh_from_db()
    assert minister.signature_image is None


@pytest.mark.django_db
def test_those_who_run_thanks_are_not_asked_for_a_ministers_signature(minister, rosa, as_):
    page = as_(rosa).get(address("signatory_edit", minister)).content.decode()

    assert 'name="signature"' not in page


@pytest.mark.django_db
@pytest.mark.parametrize("thanker", ["minister", "peer"])
def test_pictures_of_proofs_never_show_a_signature(programme, rosa, as_, monkeypatch, thanker):
    """SIG-1: it is composed by a worker only. Also of the second who signs a joint letter."""
    second = make.signatory(programme, thanker=thanker, signature_image=PICTURE)
    event = make.event(make.contributor(adult="yes"))
    campaign = make.campaign([event], by=rosa, second_signatory=second, frozen=True)
    drawn = []
    monkeypatch.setattr(
        papers, "page_image", lambda request, says, page: drawn.append(says) or HttpResponse()
    )

    proof = reverse("recognition:proof_page", args=[campaign.pk, campaign.letters.get().pk, 1])
    as_(rosa).get(proof)

    (says,) = drawn
    counted = proof_of(campaign.letters.with_words().get()).content
    assert not any(who.image for who in (*says.signatories, *counted.signatories))
