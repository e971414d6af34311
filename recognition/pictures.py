"""Pictures of signatures and letterheads, as people upload them: checked, cut to size and made anew
as PNG."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

GREYEST = 12  # of 255: how far apart red, green and blue may be in a grey
MOST_PIXELS = 30_000_000  # a phone's photo; anything larger is not a signature
FAINTEST = 24  # of 255: how far from white ink has to be


@dataclass(frozen=True)
class Cut:
    """Pixels at most (more than 300 in an inch of paper), pixels in width at least, and bytes."""

    widest: int
    highest: int
    narrowest: int
    largest: int


SIGNATURE = Cut(900, 300, narrowest=40, largest=180_000)  # the engine refuses 200 kB
LETTERHEAD = Cut(1180, 212, narrowest=120, largest=90_000)  # and 100 kB


class NotASignature(Exception):
    """`args[0]` says why: not_a_picture, too_many_pixels, too_small or blank."""


def as_signature(upload: BinaryIO) -> bytes:
    """A PNG of at most 180 kB without anything but its ink, on white. Raises NotASignature."""
    return _cut_to(SIGNATURE, upload)


def as_letterhead(upload: BinaryIO) -> bytes:
    """The same for the picture at the top of a letter, of at most 90 kB."""
    return _cut_to(LETTERHEAD, upload)


def has_colours(png: bytes) -> bool:
    """Something in it is no grey, so that its print depends on how colours are turned into ink."""
    with Image.open(BytesIO(png)) as picture:
        used = picture.convert("RGB").getcolors(picture.width * picture.height) or []
    return any(max(rgb) - min(rgb) > GREYEST for _, rgb in used if isinstance(rgb, tuple))


def _cut_to(cut: Cut, upload: BinaryIO) -> bytes:
    drawn = _read(upload)
    dark = ImageOps.invert(drawn.convert("L")).point(lambda level: 255 * (level > FAINTEST))
    ink = dark.getbbox()
    if ink is None:
        raise NotASignature("blank")
    drawn = drawn.crop(ink)
    if drawn.width < cut.narrowest:
        raise NotASignature("too_small")
    return _small_png(drawn, cut)


def _read(upload: BinaryIO) -> Image.Image:
    """Upright as the camera meant it, on white, without hidden data."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # Only these two readers: the others are many, and some are old.
            with Image.open(upload, formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotASignature("too_many_pixels")
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise NotASignature("too_many_pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        raise NotASignature("not_a_picture") from error
    paper = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(paper, upright).convert("RGB")


def _small_png(drawn: Image.Image, cut: Cut) -> bytes:
    drawn.thumbnail((cut.widest, cut.highest))
    for colours in (64, 16, 4):
        file = BytesIO()
        drawn.quantize(colours).save(file, "PNG", optimize=True)
        if file.tell() <= cut.largest:
            break
    return file.getvalue()
