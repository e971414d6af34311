"""Who signs: their dates in office, and a signature that goes in and never comes out."""

from datetime import timedelta
from io import BytesIO
from struct import pack
from zlib import crc32

import pytest
from django.contrib.admin import site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from coalition.models import JournalEntry
from recognition.actions import signatories
from recognition.demo_pictures import draw_signature
from recognition.forms.signatories import SignatoryForm
from recognition.models import Campaign, Letter, Signatory
from recognition.typesetting.pictures import LARGEST_SIGNATURE
from tests import make

TODAY = timezone.localdate
pytestmark = pytest.mark.django_db


def typed(**changes):
    return {
        "style": "Cllr Eleanor Whitcombe",
        "office_title": "Leader",
        "thanker": "local_leader",
        "body": "Aldermere City Council",
        "office_from_day": "1",
        "office_from_month": "9",
        "office_from_year": "2025",
        **changes,
    }


def picture(size=(600, 200), format="PNG", blank=False):
    image = Image.new("RGB", size, "white")
    if not blank:
        ImageDraw.Draw(image).line((10, 10, size[0] - 10, size[1] - 10), "black", 6)
    file = BytesIO()
    image.save(file, format)
    return file.getvalue()


def claiming(width, height):
    """A small file whose head says that it unpacks to so many pixels."""
    png = picture(size=(60, 60))
    head = b"IHDR" + pack(">II", width, height) + png[24:29]
    return png[:12] + head + pack(">I", crc32(head)) + png[33:]


def uploaded(content, name="signature.png"):
    return SignatoryForm(typed(), {"signature": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_a_picture_becomes_a_small_png_that_the_engine_takes(format):
    form = uploaded(picture(size=(3000, 1000), format=format))

    assert form.is_valid(), form.errors
    png = form.cleaned_data["signature_image"]
    assert len(png) < LARGEST_SIGNATURE
    with Image.open(BytesIO(png)) as kept:
        assert kept.format == "PNG"
        assert kept.width <= 900
        assert not kept.info.get("exif")


def test_empty_paper_around_the_signature_is_cut_off():
    image = Image.new("RGB", (1000, 1000), "white")
    ImageDraw.Draw(image).rectangle((400, 480, 599, 519), "black")
    file = BytesIO()
    image.save(file, "PNG")

    form = uploaded(file.getvalue())

    assert form.is_valid(), form.errors
    with Image.open(BytesIO(form.cleaned_data["signature_image"])) as kept:
        assert kept.size == (200, 40)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a picture", "not a picture that we can read"),
        (picture()[:200], "not a picture that we can read"),
        (b"GIF89a" + b"0" * 50, "not a picture that we can read"),
        (picture(format="BMP"), "not a picture that we can read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture that we can read"),
        (picture(size=(30, 20)), "too small"),
        (picture(blank=True), "blank"),
        (claiming(8000, 8000), "too large to be a signature"),
        (claiming(20_000, 20_000), "too large to be a signature"),
        (b"", "empty"),
        (picture() + b"0" * (4 * 1024 * 1024), "larger than 4 MB"),
    ],
    ids=[
        "text", "cut off", "gif", "bmp", "svg", "tiny", "blank", "huge", "bomb", "empty", "heavy",
    ],
)  # fmt: skip
def test_what_is_no_signature_is_refused_in_words(content, said):
    """The bad inputs of story 10."""
    form = uploaded(content)

    assert said in form.errors["signature"][0]


def test_without_a_new_picture_the_one_that_is_kept_stays(programme, rosa):
    signatory = make.signatory(signature_image=draw_signature())
    form = SignatoryForm(typed(style="E. Whitcombe"), {}, instance=signatory)

    assert form.is_valid(), form.errors
    signatories.change(signatory=Signatory.objects.get(), by=rosa, **form.cleaned_data)

    signatory.refresh_from_db()
    assert signatory.style == "E. Whitcombe"
    assert bytes(signatory.signature_image) == draw_signature()


def test_an_office_cannot_end_before_it_begins(programme):
    last = {"office_to_day": "1", "office_to_month": "8", "office_to_year": "2025"}

    form = SignatoryForm(typed(**last))

    assert "must come after the first day" in form.errors["office_to"][0]
    with (
        pytest.raises(IntegrityError, match="signatory_leaves_office_after_taking_it"),
        transaction.atomic(),
    ):
        make.signatory(office_from=TODAY(), office_to=TODAY() - timedelta(days=1))


def test_the_database_refuses_a_signatory_without_a_name(programme):
    with (
        pytest.raises(IntegrityError, match="signatory_has_a_style_and_an_office"),
        transaction.atomic(),
    ):
        make.signatory(style="")


def test_both_ends_of_the_time_in_office_count(programme):
    """SIG-2."""
    signatory = make.signatory(office_from=TODAY(), office_to=TODAY())

    assert signatory.is_in_office(TODAY())
    assert not signatory.is_in_office(TODAY() + timedelta(days=1))
    assert list(Signatory.objects.in_office()) == [signatory]


@pytest.mark.parametrize("change", [{"office_title": "Mayor"}, {"signature_image": b"new"}])
def test_a_change_takes_what_they_were_to_sign_back_to_draft(rosa, change):
    """CMP-3: whether it can be seen on paper or not."""
    campaign = make.campaign(by=rosa, approved=True)
    draft = make.campaign(by=rosa, signatory=campaign.signatory)

    signatories.change(signatory=campaign.signatory, by=rosa, **change)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.DRAFT
    assert "The details of Eleanor Whitcombe were changed" in campaign.approvals.get().void_reason
    draft.refresh_from_db()
    assert draft.status == Campaign.Status.DRAFT


def test_saving_what_stands_voids_nothing(rosa):
    signatory = make.signatory(signature_image=draw_signature())
    campaign = make.campaign(by=rosa, approved=True, signatory=signatory)

    signatories.change(
        signatory=Signatory.objects.get(pk=signatory.pk),
        style=signatory.style,
        signature_image=draw_signature(),
        by=rosa,
    )

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.APPROVED


def test_the_journal_tells_that_a_signature_changed_but_not_what_it_looks_like(rosa):
    """SIG-1."""
    signatories.change(signatory=make.signatory(), signature_image=draw_signature(), by=rosa)

    entry = JournalEntry.objects.get(kind=signatories.SIGNATORY_CHANGED)
    assert entry.facts == {"changed": ["signature_image"]}


def test_a_signature_is_uploaded_and_no_page_gives_it_back(as_, rosa, programme):
    """SIG-1: it is printed in letters, and there is no address that serves it."""
    client = as_(rosa)
    file = SimpleUploadedFile("signature.png", picture(), content_type="image/png")

    response = client.post(
        reverse("recognition:signatory_new"), {**typed(), "signature": file}, follow=True
    )

    signatory = Signatory.objects.get()
    assert "Signature kept" in response.content.decode()
    edit = client.get(reverse("recognition:signatory_edit", args=[signatory.pk]))
    assert "<img" not in edit.content.decode()
    assert bytes(signatory.signature_image) not in edit.content


def test_a_bad_upload_keeps_what_was_typed(as_, rosa, programme):
    file = SimpleUploadedFile("cv.pdf", b"%PDF-1.7", content_type="application/pdf")

    response = as_(rosa).post(reverse("recognition:signatory_new"), {**typed(), "signature": file})

    assert response.status_code == 422
    page = response.content.decode()
    assert "not a picture that we can read" in page
    assert "Cllr Eleanor Whitcombe" in page


def test_administrators_see_neither_signatures_nor_what_letters_say():
    """SIG-1, P2."""
    assert "signature_image" in site.get_model_admin(Signatory).exclude
    assert "values" in site.get_model_admin(Letter).exclude
