"""Records that were merged into others (ORG-2), in SQL: a row that names one is about the other."""

from django.db import models


def standing(model: type[models.Model], alias: str) -> str:
    """This record was not merged into another."""
    return f"{alias}.merged_into_id is null" if has_field(model, "merged_into") else "true"


def survivor(model: type[models.Model], alias: str) -> str:
    """The number of the record in which this one lives on."""
    return (
        f"coalesce({alias}.merged_into_id, {alias}.id)"
        if has_field(model, "merged_into")
        else f"{alias}.id"
    )


def has_field(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())


def is_news(model: type[models.Model], name: str, value: str) -> str:
    """Nothing that was merged into `r` says this already: whoever merged them saw it, and chose."""
    if not has_field(model, "merged_into"):
        return "true"
    return (
        f"not exists (select 1 from {model._meta.db_table} m where m.merged_into_id is not null"
        f" and m.merged_into_id = r.id and lower(m.{name}) = lower({value}))"
    )
