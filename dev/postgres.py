"""An embedded PostgreSQL: one data folder, one Unix socket, no TCP port, no password."""

import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from dev import binaries, process
from dev.places import Command, Problem, make_private, socket_folder

DATABASE = "coalition"  # of the database and of its owner
START_PATIENCE_S = 30
STOP_PATIENCE_S = 20


class Postgres:
    """Start, stop and ask one server. `durable=False` is quicker, and loses data in a crash."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.durable = durable
        self.user = binaries.unprivileged()
        self.folder = binaries.data_folder(folder, self.user)
        self.programs = binaries.reachable_programs(
            binaries.postgres_programs(), self.folder, self.user
        )
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.sockets = socket_folder(self.folder / "socket")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        host = quote(str(self.sockets), safe="")
        return {"DATABASE_URL": f"postgresql://{DATABASE}@{host}/{DATABASE}"}

    def start(self) -> None:
        """Raises Problem, with the server's own last words, when it does not come up."""
        process.finish_leftovers(self.folder)
        if (self.data / "PG_VERSION").exists():
            self._require_its_version()
        else:
            self._make_cluster()
        make_private(self.sockets, *self._owner())
        # We hold the lock and ended what was left: this file could only name a stranger.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        with open(self.log, "ab") as log:
            self.process = process.start(
                [self.programs / "postgres", "-D", self.data, *self._options()],
                self.folder,
                output=log,
                env=_environment(),
                as_user=self.user,
                goodbye=signal.SIGINT,  # "fast": ends the sessions and writes everything down
            )
        self._wait_until_ready()
        self._make_database()

    def stop(self, sig: int = signal.SIGINT) -> None:
        """SIGINT ends the sessions and stops cleanly; SIGQUIT stops as a crash would."""
        if self.process:
            process.stop(self.process, sig, STOP_PATIENCE_S)
            self.process = None

    def sql(self, statement: str, database: str = DATABASE) -> str:
        """What psql prints for a statement: one line a row, columns separated by |."""
        return self._psql(["-c", statement], database).stdout

    def _psql(
        self, arguments: Command, database: str, said: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        options: Command = ["-v", "ON_ERROR_STOP=1", "-h", self.sockets, "-U", DATABASE]
        return subprocess.run(
            [self.programs / "psql", "-XqAt", *options, "-d", database, *arguments],
            cwd="/",
            env=_environment(),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            input=said,
        )

    def _make_cluster(self) -> None:
        aside = self.folder / f"initdb-{os.getpid()}"  # renamed when whole: no half cluster
        made = subprocess.run(
            [self.programs / "initdb", "-D", aside, "-U", DATABASE, *self._initdb_options()],
            cwd="/",
            env=_environment(),
            capture_output=True,
            text=True,
            **self.user,
        )
        if made.returncode:
            raise Problem(f"PostgreSQL could not make {self.data}: {_gist(made.stderr)}")
        aside.rename(self.data)

    def _require_its_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != self._major():
            raise Problem(
                f"{self.data} was made by PostgreSQL {made_by}, and this is {self._major()}. "
                "Move that folder away to begin with an empty database."
            )

    def _major(self) -> int:
        command: Command = [self.programs / "postgres", "--version"]  # postgres (PostgreSQL) 18.6
        version = subprocess.check_output(command, text=True).split()[2]
        return int(version.split(".")[0])

    def _initdb_options(self) -> list[str]:
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        locale = builtin if self._major() >= 17 else ["--locale=C.UTF-8"]
        return ["--auth=trust", "--encoding=UTF8", "--no-sync", *locale]

    def _owner(self) -> tuple[int, int]:
        return self.user.get("user", os.geteuid()), self.user.get("group", os.getegid())

    def _options(self) -> list[str]:
        durable = "on" if self.durable else "off"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "64MB",
            "fsync": durable,
            "synchronous_commit": durable,
            "full_page_writes": durable,
        }
        return [f"--{name}={value}" for name, value in settings.items()]

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_PATIENCE_S
        while not self._is_ready():
            if self.process is None or self.process.poll() is not None:
                why = _gist(self.log.read_text(errors="replace"))
                raise Problem(f"PostgreSQL did not start: {why} (more in {self.log})")
            if time.monotonic() > deadline:
                self.stop()
                raise Problem(f"PostgreSQL was not ready in {START_PATIENCE_S} s; see {self.log}")
            time.sleep(0.03)

    def _is_ready(self) -> bool:
        command: Command = [
            self.programs / "pg_isready",
            "-q",
            "-h",
            self.sockets,
            "-d",
            "postgres",
        ]
        return subprocess.run(command, cwd="/", env=_environment()).returncode == 0

    def _make_database(self) -> None:
        missing = f"where not exists (select from pg_database where datname = '{DATABASE}')"
        self._psql([], "postgres", f"select 'create database {DATABASE}' {missing} \\gexec")


def _gist(said: str) -> str:
    """The line that says why a server gave up."""
    lines = said.strip().splitlines()[-20:] or ["it said nothing"]
    fatal = [line.partition("FATAL: ")[2].strip() for line in lines if "FATAL: " in line]
    return (fatal or lines)[-1]


def _environment() -> dict[str, str]:
    """Ours without PGHOST, PGDATA and the like, which are meant for another server."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return own | {"TZ": "UTC", "LC_ALL": "C"}
