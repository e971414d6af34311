"""Our site and the bare one, side by side: who is signed in, what they ask, on which machine."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks._serving import AS_TYPED
from coalition.models import User
from dev.environment import PYTHON

OURS, BARE = "coalition.settings", "benchmarks._bare_settings"
BACKENDS = {
    OURS: "allauth.account.auth_backends.AuthenticationBackend",
    BARE: "django.contrib.auth.backends.ModelBackend",
}
COUNT = """
import django; django.setup()
from benchmarks._sites import print_counts; print_counts()
"""


def signed_in(user: User, backend: str) -> str:
    client = Client()
    client.force_login(user, backend=backend)
    return client.cookies["sessionid"].value


def counts(settings_module: str, key: str, pages: list[tuple[str, bool]]) -> list[int]:
    """Queries for each page, asked in a process with the settings of that site."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings_module,
        "COUNT": json.dumps([key, pages]),
    }
    out = subprocess.run([PYTHON, "-c", COUNT], env=env, check=True, stdout=subprocess.PIPE)
    return json.loads(out.stdout)


def print_counts() -> None:
    key, pages = json.loads(os.environ["COUNT"])
    client, counts = Client(SERVER_NAME="127.0.0.1"), []
    client.cookies["sessionid"] = key
    for path, typed in pages:
        headers = AS_TYPED if typed else {}
        client.get(path, headers=headers)
        with CaptureQueriesContext(connection) as queries:
            client.get(path, headers=headers)
        counts.append(len(queries))
    print(json.dumps(counts))


def three(numbers: Iterable[float], digits: int = 1) -> str:
    return " · ".join(f"{number:.{digits}f}" for number in numbers)


def print_machine() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = cursor.fetchone()[0]
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    versions = [f"{name} {version(name)}" for name in ("django", "gunicorn", "psycopg2-binary")]
    print(f"{_processor()}, {os.cpu_count()} cores, load {load}")
    print(f"Python {platform.python_version()}, PostgreSQL {database}, {', '.join(versions)}")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()
