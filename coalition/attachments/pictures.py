"""Pictures as they are kept: without where, when and with what they were taken."""

import warnings
from io import BytesIO
from typing import IO, Any

from PIL import ExifTags, Image
from PIL.Image import Exif

from coalition.attachments.refused import Refused

# Of Pillow’s readers, those for the kinds in which cameras and phones write such things.
CAMERAS = {"jpeg": ("JPEG",), "png": ("PNG",), "webp": ("WEBP",)}
# Where Pillow finds words and places: XMP, IPTC, what somebody noted.
SAID = ("xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment", "Raw profile type exif")
# For what cannot be packed again exactly as it was.
QUALITY = 92


def bare(file: IO[bytes], kind: str, name: str) -> bytes | None:
    """The same picture, the right way up, without what was noted in it; None where nothing was.
    Raises Refused. `kind` is a key of KINDS."""
    if kind not in CAMERAS:
        return None
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=CAMERAS[kind]) as picture:
                return _saved(picture, kind) if _says_something(picture) else None
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused(
            f"‘{name}’ is a picture that we cannot read to its end. Save or fetch it again."
        ) from error


def _says_something(picture: Image.Image) -> bool:
    more_than_one = picture.format == "MPO"  # each with notes of its own
    texts = getattr(picture, "text", {})  # of a PNG
    return bool(picture.getexif() or texts or more_than_one or picture.info.keys() & SAID)


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    way_up = picture.getexif().get(ExifTags.Base.Orientation)
    for key in SAID:
        picture.info.pop(key, None)
    picture.save(out, format=kind, exif=_only(way_up), **_as_it_was(picture, kind))
    return out.getvalue()


def _only(way_up: Any) -> bytes:
    if not way_up:
        return b""
    exif = Exif()
    exif[ExifTags.Base.Orientation] = way_up
    return exif.tobytes()


def _as_it_was(picture: Image.Image, kind: str) -> dict[str, Any]:
    colours = {"icc_profile": picture.info.get("icc_profile")}
    if kind == "jpeg":
        kept: Any = "keep" if picture.format == "JPEG" else QUALITY
        return {**colours, "quality": kept}
    moves = getattr(picture, "n_frames", 1) > 1
    return {**colours, "save_all": moves, **({"quality": QUALITY} if kind == "webp" else {})}
