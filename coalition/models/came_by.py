"""By which import a row came, if by any."""

from typing import Any

from django.db import models
from django.db.models import Q


class CameBy(models.ForeignKey):
    """An index of only those rows that came by an import: see `came_by_index`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fixed = {
            "to": "coalition.Import",
            "on_delete": models.PROTECT,
            "related_name": "+",
            "null": True,
            "editable": False,
            "db_index": False,
        }
        super().__init__(**{**kwargs, **fixed})


def came_by_index(of: str) -> models.Index:
    return models.Index(
        fields=["came_by"], name=f"{of}_came_by", condition=Q(came_by__isnull=False)
    )
