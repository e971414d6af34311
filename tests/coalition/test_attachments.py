"""What may be added, told by what is in it: see coalition/attachments."""

import hashlib
import io
import random
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import ExifTags, Image, ImageChops, PngImagePlugin

from coalition import attachments
from coalition.attachments import AttachmentsField, Refused
from coalition.attachments.upload import clean_name, look_at
from coalition.shelf import Damaged

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def picture(form="PNG", size=(8, 8)):
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, form)
    return drawn.getvalue()


def archive(**parts):
    """Names with __ for / and the rest of the ending: word__document → word/document.xml."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def docx(**more):
    return archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})


XLSX = archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<o/>"})


def sent(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", PDF, "pdf"),
        ("plan.docx", docx(), "docx"),
        ("sums.xlsx", XLSX, "xlsx"),
        ("letter.odt", ODT, "odt"),
        ("door.png", picture(), "png"),
        ("door.JPG", picture("JPEG"), "jpeg"),
        ("door.jpeg", picture("JPEG"), "jpeg"),
        ("door.gif", picture("GIF"), "gif"),
        ("door.webp", picture("WEBP"), "webp"),
        ("notes.txt", "Gwynedd, Ynys Môn – 5 °C".encode(), "text"),
        ("notes.txt", "Café".encode("cp1252"), "text"),
        ("notes.txt", "Café".encode("utf-16"), "text"),
        ("sums.csv", b"name,homes\nVale,4\n", "csv"),
    ],
)
def test_a_file_is_what_is_in_it(name, content, kind):
    upload = look_at(sent(name, content))

    assert (upload.kind, upload.name, upload.size) == (kind, name, len(content))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("sums.xlsx", picture(), "‘sums.xlsx’ is a PNG picture, although its name ends in .xlsx"),
        ("plan.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "is a web page"),
        ("plan.html", b"\n  <html><body>", "is a web page"),
        ("door.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is a web page"),
        ("plan.pdf", b"MZ\x90\x00\x03\x00", "of a kind that cannot be added"),
        ("plan.pdf", PDF[:-7], "of which the end is missing"),
        ("run.exe", b"\x7fELF\x02\x01\x01\x00", "of a kind that cannot be added"),
        ("notes.txt", EICAR, "test file for virus scanners"),
        ("empty.pdf", b"", "‘empty.pdf’ is empty"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "older Word"),
        ("all.zip", archive(**{"plan.pdf": PDF}), "compressed file"),
        ("plan.docx", archive(**{"plan.pdf": PDF}), "compressed file"),
        ("plan.docx", docx(**{"word/vbaProject.bin": b"Sub Auto_Open"}), "has macros"),
        ("plan.docx", docx()[:-30], "is damaged"),
        ("door.png", picture()[:40], "not a picture that we can read"),
        ("door.webp", b"RIFF\x00\x00\x00\x00AVI LIST", "not a picture that we can read"),
        ("plan.pdf", docx(), "is a Word document, although its name ends in .pdf"),
    ],
)
def test_what_cannot_be_added_is_said_by_name(name, content, said):
    with pytest.raises(Refused) as refused:
        look_at(sent(name, content))

    assert said in str(refused.value)


def test_a_document_that_bursts_when_opened_is_refused():
    bomb = docx(**{"word/media/image1.bin": b"\x00" * 201_000_000})
    assert len(bomb) < 300_000

    with pytest.raises(Refused, match="far too large when it is opened"):
        look_at(sent("plan.docx", bomb))


def test_a_document_that_says_it_is_small_and_is_not_is_refused():
    """The size in both headers is a lie; so is the checksum, for the part that is read."""
    real = 5_000_000
    bomb = docx(**{"word/media/image1.bin": b"\x00" * real})
    lying = bomb.replace(struct.pack("<L", real), struct.pack("<L", 10))

    with pytest.raises(Refused, match="is damaged"):
        look_at(sent("plan.docx", lying))


def test_a_document_whose_parts_share_their_bytes_is_refused():
    """Each part small, all of them the same one: the overlapping bomb."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", "<Types/>")
        zipped.writestr("word/document.xml", random.Random(1).randbytes(50_000))
        kernel = zipped.getinfo("word/document.xml")
        zipped.filelist.extend([kernel] * 9)

    with pytest.raises(Refused, match="far too large"):
        look_at(sent("plan.docx", packed.getvalue()))


def test_a_picture_of_too_many_pixels_is_refused():
    header = struct.pack(">II5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    small = picture()
    faked = small[:12] + chunk + struct.pack(">I", zipfile.crc32(chunk)) + small[33:]

    with pytest.raises(Refused, match="too many pixels"):
        look_at(sent("door.png", faked))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\pat\Plan.pdf", "Plan.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ('what? "now" <x>.pdf', "what now x.pdf"),
        (".htaccess", "htaccess"),
        ("  . .", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("Cynllun tai Môn.pdf", "Cynllun tai Môn.pdf"),
    ],
)
def test_names_are_cleaned(typed, kept):
    assert clean_name(typed) == kept


def test_a_name_without_an_ending_gets_the_right_one():
    assert look_at(sent("Minutes v1.2", PDF)).name == "Minutes v1.2.pdf"


def test_a_photo_of_a_phone_is_a_jpeg():
    two = io.BytesIO()
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("teal", "navy"))
    first.save(two, "MPO", save_all=True, append_images=[second])

    assert look_at(sent("door.jpg", two.getvalue())).kind == "jpeg"


def test_the_field_says_what_is_too_large_and_too_many():
    large = sent("plan.pdf", PDF)
    large.size = 26_000_000
    field = AttachmentsField(required=False)

    with pytest.raises(Exception, match="‘plan.pdf’ is larger than 25 MB"):
        field.clean([large])
    with pytest.raises(Exception, match="You chose 6 files. Choose 5 or fewer"):
        field.clean([sent(f"{n}.pdf", PDF) for n in range(6)])
    assert field.clean([]) == []
    assert len(field.clean([sent(f"{n}.pdf", PDF) for n in range(5)])) == 5


def test_what_is_kept_is_found_by_its_content():
    digest = attachments.keep(look_at(sent("plan.pdf", PDF)))

    assert digest == hashlib.sha256(PDF).hexdigest()
    assert attachments.SHELF.get(digest) == PDF
    assert attachments.keep(look_at(sent("same.pdf", PDF))) == digest


def test_what_changed_on_the_disk_is_noticed():
    digest = attachments.SHELF.put([b"as it was"])
    attachments.SHELF.path_of(digest).write_bytes(b"tampered with")

    with pytest.raises(Damaged):
        attachments.SHELF.get(digest)


def test_a_write_that_fails_leaves_nothing(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path

    def broken():
        yield b"half of"
        raise OSError("the line is cut")

    with pytest.raises(OSError, match="cut"):
        attachments.SHELF.put(broken())
    assert list(tmp_path.iterdir()) == []


def test_it_is_only_ever_a_download():
    digest = attachments.SHELF.put([PDF])

    response = attachments.download(digest=digest, name="Môn “plan”.pdf", kind="pdf")

    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-cache"
    assert response.content == PDF


def test_what_was_tampered_with_on_the_disk_is_not_given_out():
    digest = attachments.SHELF.put([b"as it was, once"])
    attachments.SHELF.path_of(digest).write_bytes(b"tampered with")

    with pytest.raises(Http404):
        attachments.download(digest=digest, name="plan.pdf", kind="pdf")


def test_what_is_not_there_any_more_is_not_found():
    with pytest.raises(Http404):
        attachments.download(digest="0" * 64, name="plan.pdf", kind="pdf")


# --- Pictures: without where and when they were taken ---

SIDEWAYS = 6  # of EXIF: turn it a quarter to the right
ABOUT_IT = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Rose Cottage</x:xmpmeta>'


def photograph(form="JPEG", **more):
    """As a phone takes it: it knows where it was, when, and which way is up."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = SIDEWAYS
    exif[ExifTags.Base.Make] = "Fairphone"
    exif[ExifTags.Base.DateTime] = "2026:11:29 08:30:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (51.0, 30.0, 12.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "W", (0.0, 7.0, 39.0)
    drawn = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(drawn, form, exif=exif, **more)
    return drawn.getvalue()


def kept(name, content):
    upload = look_at(sent(name, content))
    upload.file.seek(0)
    return upload, upload.file.read()


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("door.jpg", photograph(xmp=ABOUT_IT, comment=b"Rose Cottage")),
        ("door.png", photograph("PNG")),
        ("door.webp", photograph("WEBP", xmp=ABOUT_IT)),
    ],
)
def test_a_photograph_does_not_say_where_and_when_it_was_taken(name, taken):
    with Image.open(io.BytesIO(taken)) as before:
        assert before.getexif().get_ifd(ExifTags.IFD.GPSInfo)

    upload, content = kept(name, taken)

    with Image.open(io.BytesIO(content)) as after:
        assert dict(after.getexif()) == {ExifTags.Base.Orientation: SIDEWAYS}
        assert not after.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert after.size == (40, 30)
    for word in (b"Fairphone", b"2026:11:29", b"Rose Cottage", b"xmpmeta"):
        assert word not in content
    assert upload.size == len(content)


def test_a_photograph_looks_as_it_did():
    taken = photograph()

    _, content = kept("door.jpg", taken)

    with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(content)) as after:
        apart = ImageChops.difference(before, after).getextrema()
    assert max(most for _, most in apart) <= 16  # of 255, in noise


def test_the_second_picture_in_one_of_a_phone_goes_with_what_it_says():
    """MPO: a JPEG with another behind it, which has a place of its own."""
    second = Image.open(io.BytesIO(photograph()))
    taken = photograph("MPO", save_all=True, append_images=[second])

    upload, content = kept("door.jpg", taken)

    assert upload.kind == "jpeg"
    assert b"Fairphone" not in content
    with Image.open(io.BytesIO(content)) as after:
        assert (after.format, after.getexif()[ExifTags.Base.Orientation]) == ("JPEG", SIDEWAYS)


def test_words_in_a_png_go_and_one_that_moves_goes_on_moving():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "Rose Cottage")
    drawn = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("teal", "red")]
    frames[0].save(drawn, "PNG", save_all=True, append_images=frames[1:], pnginfo=words)

    _, content = kept("door.png", drawn.getvalue())

    assert b"Rose Cottage" not in content
    with Image.open(io.BytesIO(content)) as after:
        assert after.n_frames == 2


@pytest.mark.parametrize("name", ["door.png", "door.jpg", "door.webp", "door.gif"])
def test_a_picture_that_says_nothing_is_kept_as_it_is(name):
    form = {"jpg": "JPEG"}.get(name[5:], name[5:].upper())

    _, content = kept(name, picture(form))

    assert content == picture(form)


def test_a_photograph_that_breaks_off_is_refused():
    taken = photograph()

    with pytest.raises(Refused, match="cannot read to its end"):
        look_at(sent("door.jpg", taken[:-200]))


def test_the_field_says_so():
    assert "Where and when a picture was taken is removed" in AttachmentsField().help_text
