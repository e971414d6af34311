"""A file that somebody sent, looked at: what it is, and what it is called from now on."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from coalition.attachments.kinds import KINDS, Refused, kind_of
from coalition.attachments.pictures import bare

LONGEST_NAME = 100
# What file systems and shells read as something else; and letters that run the other way, which
# make an .exe look like a .pdf.
AWKWARD = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


@dataclass(frozen=True)
class Upload:
    name: str
    kind: str  # a key of KINDS
    file: UploadedFile

    @property
    def size(self) -> int:
        return self.file.size or 0


def look_at(file: UploadedFile) -> Upload:
    """Raises Refused, whose text is for the person who sent it."""
    name = clean_name(file.name or "")
    if not file.size:
        raise Refused(f"‘{name}’ is empty. Check that you chose the right one.")
    ending = PurePosixPath(name).suffix.lower()
    file.seek(0)
    kind = kind_of(file, name, ending)
    if ending in KINDS[kind].endings:
        return _kept(name, kind, file)
    if ending and len(ending) <= 6 and ending[1:].isalnum() and not ending[1:].isdigit():
        raise Refused(
            f"‘{name}’ is {KINDS[kind].what}, although its name ends in {ending}."
            f" Rename it to end in {KINDS[kind].endings[0]}, or save it again."
        )
    return _kept(_shortened(name, KINDS[kind].endings[0]), kind, file)


def _kept(name: str, kind: str, file: UploadedFile) -> Upload:
    """A picture without where and when it was taken."""
    content = bare(file, kind, name)
    return Upload(name, kind, file if content is None else SimpleUploadedFile(name, content))


def clean_name(typed: str) -> str:
    """One that every file system takes and that looks like what it is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", typed))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    name = " ".join(AWKWARD.sub(" ", shown).split()).strip(". ")
    dot, ending = PurePosixPath(name).suffix[:1], PurePosixPath(name).suffix[1:]
    if not dot:
        return _shortened(name or "file", "")
    return _shortened(name[: -len(ending) - 1], f".{ending}")


def _shortened(stem: str, ending: str) -> str:
    return (stem.strip(". ") or "file")[: LONGEST_NAME - len(ending)].strip(". ") + ending
