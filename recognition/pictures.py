"""A picture of a signature, as people upload it: checked, cut to size and made anew as PNG."""

import warnings
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 30_000_000  # a phone's photo; anything larger is not a signature
WIDEST, HIGHEST = 900, 300  # pixels; 60 mm on paper at more than 300 dots per inch
LARGEST_KEPT = 180_000  # bytes; the engine refuses 200 kB
SMALLEST = 40  # pixels wide
FAINTEST = 24  # of 255: how far from white ink has to be


class NotASignature(Exception):
    """`args[0]` says why: not_a_picture, too_many_pixels, too_small or blank."""


def as_signature(upload: BinaryIO) -> bytes:
    """A PNG of at most 180 kB without anything but its ink, on white. Raises NotASignature."""
    drawn = _read(upload)
    dark = ImageOps.invert(drawn.convert("L")).point(lambda level: 255 * (level > FAINTEST))
    ink = dark.getbbox()
    if ink is None:
        raise NotASignature("blank")
    drawn = drawn.crop(ink)
    if drawn.width < SMALLEST:
        raise NotASignature("too_small")
    return _small_png(drawn)


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


def _small_png(drawn: Image.Image) -> bytes:
    drawn.thumbnail((WIDEST, HIGHEST))
    for colours in (64, 16, 4):
        file = BytesIO()
        drawn.quantize(colours).save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST_KEPT:
            break
    return file.getvalue()
