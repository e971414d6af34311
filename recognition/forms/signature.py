"""The fields through which pictures of signatures and letterheads come in."""

from typing import Any

from django import forms

from recognition.pictures import NotASignature, as_letterhead, as_signature

LARGEST_UPLOAD = 4 * 1024 * 1024  # bytes


class SignatureField(forms.FileField):
    """Cleans to the bytes of a small PNG, or to None where no file was chosen."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})
    default_error_messages = {
        "not_a_picture": "This file is not a picture that we can read. Choose a PNG or JPEG file.",
        "too_large": "The file is larger than 4 MB. Choose a smaller picture, or scan only the"
        " signature.",
        "too_many_pixels": "The picture is too large to be a signature. Cut it down to the"
        " signature itself.",
        "too_small": "The picture is too small to print well. It should be at least 40 pixels"
        " wide; 600 is good.",
        "empty": "The file is empty. Choose another.",
        "blank": "The picture is blank. Choose one that shows the signature.",
    }

    read = staticmethod(as_signature)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > LARGEST_UPLOAD:
            raise self._problem("too_large")
        try:
            return self.read(upload)
        except NotASignature as error:
            raise self._problem(error.args[0]) from error

    def _problem(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)


class LetterheadField(SignatureField):
    """The same for the picture at the top of a letter."""

    default_error_messages = {
        "too_large": "The file is larger than 4 MB. Choose a smaller picture.",
        "too_many_pixels": "The picture is too large. Make it at most 3,000 pixels wide.",
        "too_small": "The picture is too small to print well. It should be at least 120 pixels"
        " wide; 1,100 is good.",
        "blank": "There is nothing to see in the picture. Choose one that shows the letterhead.",
    }
    read = staticmethod(as_letterhead)
