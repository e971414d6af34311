"""A nation's register to measure with: the same people, organisations and offers every time.

Names come from the folder of shared data, recombined; nothing of it is kept in this project.
"""

import csv
import gzip
import io
import os
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from coalition.models import (
    Affiliation,
    Contributor,
    Need,
    Offer,
    Organisation,
    Programme,
    RoleGrant,
    Sector,
    User,
)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
KATES = 5
# Enough that a list of them goes on for pages; more are never open at once.
NEEDS = 5_000
HEADLINES = ("Room for a family", "Lifts on Fridays", "Interpreting in Dari", "Forty winter coats")


def shared_data() -> Path:
    """The folder beside the project, or $SHARED_DATA; raises SystemExit where there is none."""
    folder = Path(os.environ.get("SHARED_DATA") or SHARED)
    if not (folder / "people").is_dir():
        raise SystemExit(f"The names come from {folder}, which is not there. Set SHARED_DATA.")
    return folder


def fill(people: int, organisations: int, offers: int) -> User:
    """Make the world, unless it stands; returns the programme lead who looks at it."""
    wanted = (people, organisations, offers, NEEDS)
    models_ = (Contributor, Organisation, Offer, Need)
    if tuple(model.objects.count() for model in models_) != wanted:
        with transaction.atomic():
            _empty()
            _build(*wanted)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return User.objects.get(email="lena@example.org")


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE coalition_user, coalition_organisation CASCADE")
        cursor.execute("TRUNCATE coalition_programme, coalition_contributor CASCADE")


def _build(people: int, organisations: int, offers: int, needs: int) -> None:
    lena = User.objects.create_user("lena@example.org", name="Lena")
    pat = User.objects.create_user("pat@example.org", name="Pat")
    programme = Programme.objects.create(
        name="Homes for Aldermere", slug="homes", purpose="Homes", office_email="o@example.org"
    )
    RoleGrant.objects.create(user=lena, programme=programme, role=RoleGrant.Role.PROGRAMME_LEAD)
    draw = random.Random(2026)
    copy(Contributor, _people(draw, people))
    copy(Organisation, _organisations(draw, organisations))
    persons = list(Contributor.objects.order_by("pk").values_list("pk", flat=True))
    bodies = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    copy(Affiliation, _affiliations(draw, persons, bodies))
    copy(Offer, _offers(draw, persons, bodies, offers, programme))
    copy(Need, _needs(draw, bodies, needs, programme, raised_by=pat, verified_by=lena))


def copy(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Rows by COPY; what they do not say is the default of the model or the database."""
    fields = [
        f
        for f in model._meta.concrete_fields
        if not (f.primary_key or f.generated or f.has_db_default())
    ]
    text = io.StringIO()
    out = csv.writer(text)
    for row in rows:
        values = [row[f.attname] if f.attname in row else f.get_default() for f in fields]
        out.writerow(map(_as_text, values))
    text.seek(0)
    columns = ", ".join(f'"{f.column}"' for f in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {model._meta.db_table} ({columns}) FROM STDIN (FORMAT csv, NULL '\\N')", text
        )


def _as_text(value: Any) -> Any:
    return "\\N" if value is None else "{}" if value == [] else value


def names(draw: random.Random) -> Iterator[str]:
    """First names and surnames of 25 locales, put together anew within each of them."""
    with open(shared_data() / "people" / "synthetic_contributors.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["duplicate_of"]]
    by_locale: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows:
        given, family = by_locale.setdefault(row["locale"], ([], []))
        given.append(row["given_name"])
        family.append(row["family_name"])
    locales = [row["locale"] for row in rows]
    while True:
        given, family = by_locale[draw.choice(locales)]
        yield " ".join(filter(None, [draw.choice(given), draw.choice(family)]))


def _people(draw: random.Random, count: int) -> Iterator[dict[str, Any]]:
    named = names(draw)
    for number in range(count):
        name = "Kate Brown" if number < KATES else next(named)
        confirmed = "self" if draw.random() < 0.7 else ""
        yield {
            "letter_name": name,
            "salutation": name,
            "name_confirmed_by": confirmed,
            "name_confirmed_at": timezone.now() if confirmed else None,
            "email": f"person{number}@example.org" if draw.random() < 0.8 else "",
            "phone": f"07700 {number:06}" if draw.random() < 0.5 else "",
        }


def organisation_names() -> list[str]:
    with gzip.open(shared_data() / "scale" / "charity_names_2018.txt.gz", "rt") as file:
        return [line.strip()[:200] for line in file if line.strip()]


def _organisations(draw: random.Random, count: int) -> Iterator[dict[str, Any]]:
    every = organisation_names()
    for name in draw.sample(every, min(count, len(every))):
        yield {"name": name.title(), "sector": draw.choice(Sector.values), "area": "Aldermere"}


def _affiliations(
    draw: random.Random, persons: list[int], bodies: list[int]
) -> Iterator[dict[str, Any]]:
    for person in persons:
        if draw.random() < 0.6:
            yield {
                "contributor_id": person,
                "organisation_id": draw.choice(bodies),
                "from_on": date(2025, 1, 1),
            }


def _offers(
    draw: random.Random, persons: list[int], bodies: list[int], count: int, programme: Programme
) -> Iterator[dict[str, Any]]:
    now = timezone.now()
    for number in range(count):
        ago = timedelta(minutes=draw.randrange(20_000))
        is_open = number % 5 < 2
        yield {
            "programme_id": programme.pk,
            "ref": f"OF-2026-{number:06}",
            "contributor_id": draw.choice(persons),
            "organisation_id": draw.choice(bodies) if number % 3 else None,
            "kind": draw.choice(Offer.Kind.values),
            "headline": f"{draw.choice(HEADLINES)} {number}",
            "status": "submitted" if is_open else "withdrawn",
            "submitted_at": now - ago,
            "next_contact_due": (now - ago + timedelta(days=20)).date() if is_open else None,
            "closed_at": None if is_open else now - ago / 2,
        }


def _needs(
    draw: random.Random,
    bodies: list[int],
    count: int,
    programme: Programme,
    *,
    raised_by: User,
    verified_by: User,
) -> Iterator[dict[str, Any]]:
    now = timezone.now()
    for number in range(count):
        yield {
            "programme_id": programme.pk,
            "ref": f"NE-2026-{number:06}",
            "organisation_id": draw.choice(bodies),
            "kind": draw.choice(Need.Kind.values),
            "headline": f"{draw.choice(HEADLINES)} {number}",
            "quantity": draw.randrange(1, 50),
            "area": "Aldermere",
            "needed_by": (now + timedelta(days=draw.randrange(1, 90))).date(),
            "status": "open",
            "raised_by_id": raised_by.pk,
            "verified_by_id": verified_by.pk,
            "verified_at": now,
        }
