"""Bytes that are read and written in the clear, and kept sealed (coalition/at_rest.py)."""

from typing import Any

from django.db import models

from coalition.at_rest import open_sealed, seal


class SealedField(models.BinaryField):
    """Cannot be searched: the same bytes are never kept the same way twice."""

    def get_prep_value(self, value: Any) -> bytes | None:
        return None if value is None else seal(bytes(value))

    def from_db_value(self, value: Any, *args: Any) -> bytes | None:
        return None if value is None else open_sealed(bytes(value))
