"""A stand-in for GOV.UK Notify: speaks its HTTP protocol and keeps what it is given in a folder.

For tests, `chaos` and the demo. Runs in .venv: `-m dev.notify FOLDER --fd N --key KEY`. It fails on
demand: `faults` are used up one by one by what hands something over. Another process says so by
POST, as JSON and without a token, to

    /stand-in/faults     {"faults": ["accept and wait", "daily"], "delay_s": 40}
    /stand-in/status     {"reference": "LT-…-1", "status": "validation-failed"}
    /stand-in/returned   {"reference": "LT-…-1", "url": "http://…", "token": "…", "times": 2}
"""

import argparse
import base64
import json
import socket
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse
from urllib.request import Request, urlopen

from notifications_python_client.authentication import decode_jwt_token
from notifications_python_client.errors import TokenError, TokenExpiredError

PAGE = 250
KEPT = timedelta(days=7)
SKEWED = "Error: Your system clock must be accurate to within 30 seconds"
# What a fault answers; those that are not here cut the line instead.
ANSWERS = {
    "rate": (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests"),
    "daily": (429, "TooManyRequestsError", "Exceeded send limits (20000) for today"),
    "400": (400, "BadRequestError", "Letter content is not a valid PDF"),
    "500": (500, "Exception", "Internal server error"),
    "503": (503, "Exception", "Service unavailable"),
}
# "accept and hang up": it is kept, and nobody hears. "hang up": it is not. "accept and wait": it is
# kept, and the answer comes after `delay_s`. "accept and 503": it is kept, and the answer is a no.

Answer = tuple[int, dict[str, Any]]


class Refusal(Exception):
    def __init__(self, status: int, error: str, message: str) -> None:
        self.answer: Answer = (status, {"errors": [{"error": error, "message": message}]})


class HangUp(Exception):
    """Close the connection without a word."""


class Office:
    """What was handed in, and what is answered about it. Kept in `folder`: a letter's PDF, and
    beside it what is known of it."""

    def __init__(self, folder: Path, key: str, *, pace_s: float = 0) -> None:
        self.folder = folder
        self.service, self.secret = key[-73:-37], key[-36:]
        self.pace_s = pace_s  # after so long a letter is accepted, after twice that it is posted
        self.faults: list[str] = []
        self.delay_s = 1.0
        self.lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        rows = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
        self.rows: dict[str, dict[str, Any]] = {row["id"]: row for row in rows}

    def answer(self, method: str, address: str, token: str, sent: dict[str, Any]) -> Answer:
        url = urlparse(address)
        if method == "POST" and url.path.startswith("/stand-in/"):
            return self._obey(url.path.removeprefix("/stand-in/"), sent)
        self._check(token)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        match (method, url.path.removeprefix("/v2/notifications").strip("/")):
            case "POST", ("letter" | "email") as kind:
                return self._take_with_faults(kind, sent)
            case "GET", "":
                return 200, {"notifications": self.found(asked), "links": {}}
            case "GET", wanted if wanted in self.rows:
                return 200, self._shown(self.rows[wanted])
        raise Refusal(404, "NoResultFound", "No result found")

    def found(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        """The newest first; older_than is the id of one."""
        since = (datetime.now(UTC) - KEPT).isoformat()
        rows = sorted(self.rows.values(), key=lambda row: row["created_at"], reverse=True)
        if last := asked.get("older_than"):
            ids = [row["id"] for row in rows]
            rows = rows[ids.index(last) + 1 :] if last in ids else []
        shown = (self._shown(row) for row in rows if row["created_at"] > since)
        names = {"reference": "reference", "template_type": "type", "status": "status"}
        wanted = {names[name]: value for name, value in asked.items() if name in names}
        return [row for row in shown if wanted.items() <= row.items()][:PAGE]

    def set_status(self, id_: str, status: str) -> None:
        self.rows[id_]["status"] = status
        self._keep(self.rows[id_])

    def returned(self, id_: str) -> dict[str, str]:
        """What the callback for a letter that came back says."""
        row = self.rows[id_]
        return {
            "notification_id": id_,
            "reference": row["reference"],
            "date_sent": row["created_at"],
            "sent_by": "",
            "template_name": "Pre-compiled PDF",
            "template_id": str(uuid.UUID(int=0)),
            "template_version": "1",
        }

    def _obey(self, order: str, sent: dict[str, Any]) -> Answer:
        if order == "faults":
            with self.lock:
                self.faults += sent["faults"]
                self.delay_s = sent.get("delay_s", self.delay_s)
            return 200, {}
        found = (row["id"] for row in self.rows.values() if row["reference"] == sent["reference"])
        id_ = next(found, None)
        if id_ is None:
            raise Refusal(404, "NoResultFound", "No result found")
        if order == "status":
            self.set_status(id_, sent["status"])
        for _ in range(sent.get("times", 1) if order == "returned" else 0):
            _call_back(sent["url"], sent["token"], self.returned(id_))
        return 200, {"id": id_}

    def _check(self, token: str) -> None:
        try:
            decode_jwt_token(token, self.secret)
        except TokenExpiredError as error:
            raise Refusal(403, "AuthError", SKEWED) from error
        except TokenError as error:
            raise Refusal(403, "AuthError", "Invalid token: API key not found") from error

    def _take_with_faults(self, kind: str, sent: dict[str, Any]) -> Answer:
        with self.lock:
            fault = self.faults.pop(0) if self.faults else ""
        if fault in ANSWERS:
            raise Refusal(*ANSWERS[fault])
        if fault == "hang up":
            raise HangUp
        row = self._take(kind, sent)
        if fault == "accept and hang up":
            raise HangUp
        if fault == "accept and 503":
            raise Refusal(*ANSWERS["503"])
        if fault == "accept and wait":
            time.sleep(self.delay_s)
        return 201, {"id": row["id"], "reference": row["reference"], "postage": "second"}

    def _take(self, kind: str, sent: dict[str, Any]) -> dict[str, Any]:
        now = datetime.now(UTC)
        row: dict[str, Any] = {
            "id": str(uuid.uuid4()),
            "reference": sent.get("reference"),
            "type": kind,
            "status": "pending-virus-check" if kind == "letter" else "delivered",
            "created_at": now.isoformat().replace("+00:00", "Z"),
            "cost_in_pounds": 0.68 if kind == "letter" else 0,
            "file": f"{now:%Y%m%dT%H%M%S.%f}-{sent.get('reference')}",
        }
        if kind == "letter":
            pdf = base64.b64decode(sent["content"])
            row["status"] = row["status"] if pdf.startswith(b"%PDF") else "validation-failed"
            (self.folder / f"{row['file']}.pdf").write_bytes(pdf)
        else:
            row["email_address"] = sent["email_address"]
            row["subject"] = sent["personalisation"].get("subject", "")
        with self.lock:
            self.rows[row["id"]] = row
        self._keep(row)
        return row

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        """As its age says, where letters move by themselves."""
        if not self.pace_s or row["status"] != "pending-virus-check":
            return row
        age = datetime.now(UTC) - datetime.fromisoformat(row["created_at"])
        steps = int(age.total_seconds() / self.pace_s)
        return {**row, "status": ["pending-virus-check", "accepted", "received"][min(steps, 2)]}

    def _keep(self, row: dict[str, Any]) -> None:
        aside = self.folder / f".{row['file']}.json"
        aside.write_text(json.dumps(row))
        aside.rename(self.folder / f"{row['file']}.json")


def _call_back(url: str, token: str, told: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked = Request(url, json.dumps(told).encode(), headers, method="POST")
    with urlopen(asked, timeout=10):
        pass


class Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    office: Office

    def do_GET(self) -> None:
        self._converse("GET")

    def do_POST(self) -> None:
        self._converse("POST")

    def _converse(self, method: str) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            sent = json.loads(content) if content else {}
            status, answer = self.office.answer(method, self.path, token, sent)
        except Refusal as refusal:
            status, answer = refusal.answer
        except HangUp:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class StandIn(ThreadingHTTPServer):
    """Listens on loopback, on a free port or on a socket that was inherited."""

    daemon_threads = True

    def __init__(self, office: Office, listening: socket.socket | None = None) -> None:
        self.office = office
        handler = type("Handler", (Conversation,), {"office": office})
        super().__init__(("127.0.0.1", 0), handler, bind_and_activate=listening is None)
        if listening:
            self.socket.close()
            self.socket = listening
            self.server_address = listening.getsockname()

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has hung up."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="notify", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fd", type=int, required=True, help="a listening socket, inherited")
    parser.add_argument("--key", required=True, help="the API key that it takes")
    parser.add_argument(
        "--pace", type=float, default=20, help="seconds from one status to the next"
    )
    options = parser.parse_args()
    office = Office(options.folder, options.key, pace_s=options.pace)
    StandIn(office, socket.socket(fileno=options.fd)).serve_forever()


if __name__ == "__main__":
    main()
