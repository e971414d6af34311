"""The field through which files come in, several at once."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from coalition.attachments.kinds import ENDINGS
from coalition.attachments.refused import Refused
from coalition.attachments.upload import Upload, clean_name, look_at

FILE_SIZE = 25_000_000  # bytes
MOST_FILES = 5
MEGABYTES = FILE_SIZE // 1_000_000


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Cleans to a list of Uploads, empty where none was chosen. `room` is how many may be added,
    fewer where some are there already."""

    widget = FilesInput(attrs={"accept": ",".join(ENDINGS)})

    def __init__(self, *, room: int = MOST_FILES, **kwargs: Any) -> None:
        help_text = (
            f"Up to {MOST_FILES} files of at most {MEGABYTES} MB each: PDF, Word, Excel,"
            " PowerPoint, OpenDocument, pictures or plain text. Where and when a picture was taken"
            " is removed from it."
        )
        super().__init__(**{"label": "Add files", "help_text": help_text, **kwargs})
        self.room = room

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        sent: list[UploadedFile] = [file for file in data or [] if file]
        if not sent:
            if self.required:
                raise forms.ValidationError("Choose a file", code="required")
            return []
        if len(sent) > self.room:
            raise forms.ValidationError(self._too_many(len(sent)), code="too_many")
        return [self._look_at(file) for file in sent]

    def _look_at(self, file: UploadedFile) -> Upload:
        if (file.size or 0) > FILE_SIZE:
            name = clean_name(file.name or "")
            raise forms.ValidationError(
                f"‘{name}’ is larger than {MEGABYTES} MB. Make it smaller, or divide it.",
                code="too_large",
            )
        try:
            return look_at(file)
        except Refused as error:
            raise forms.ValidationError(str(error), code="refused") from error

    def _too_many(self, sent: int) -> str:
        if self.room <= 0:
            return f"There are {MOST_FILES} files already. Add the others to another contribution."
        return f"You chose {sent} files. Choose {self.room} or fewer."
