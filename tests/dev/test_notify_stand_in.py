"""The stand-in for GOV.UK Notify as a process of its own: keeps what it took, does as told."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from notifications_python_client.errors import HTTPError as Refused
from notifications_python_client.notifications import NotificationsAPIClient

from dev.post import KEY, NotifyStandIn


@pytest.fixture
def stand_in(tmp_path):
    engine = NotifyStandIn(tmp_path / "notify", letterbox=tmp_path / "posted")
    engine.start()
    yield engine
    engine.stop()


def url(engine):
    return engine.variables["NOTIFY_URL"]


def tell(engine, order, **told):
    asked = Request(f"{url(engine)}/stand-in/{order}", json.dumps(told).encode(), method="POST")
    with urlopen(asked, timeout=10) as answer:
        return json.loads(answer.read())


def client(engine, timeout=10):
    return NotificationsAPIClient(KEY, base_url=url(engine), timeout=timeout)


def post(engine, reference="LT-1", timeout=10):
    letter = {"reference": reference, "content": "JVBERi0xLjc="}
    return client(engine, timeout).post("/v2/notifications/letter", data=letter)


def test_what_it_took_is_in_the_folder_and_still_known_after_a_start(stand_in):
    sent = post(stand_in)

    stand_in.stop()
    stand_in.start()

    (file,) = stand_in.letterbox.glob("*-LT-1.pdf")
    assert file.read_bytes() == b"%PDF-1.7"
    found = client(stand_in).get_all_notifications(reference="LT-1")["notifications"]
    assert [row["id"] for row in found] == [sent["id"]]


def test_it_fails_as_it_is_told(stand_in):
    tell(stand_in, "faults", faults=["503", "accept and wait"], delay_s=2)

    with pytest.raises(Refused, match="503"):
        post(stand_in)
    with pytest.raises(Refused):
        post(stand_in, timeout=0.3)

    assert len(client(stand_in).get_all_notifications()["notifications"]) == 1


def test_a_status_is_what_it_is_told(stand_in):
    post(stand_in)
    tell(stand_in, "status", reference="LT-1", status="validation-failed")

    (row,) = client(stand_in).get_all_notifications()["notifications"]

    assert row["status"] == "validation-failed"


def test_nobody_is_told_of_a_letter_that_it_never_had(stand_in):
    with pytest.raises(HTTPError, match="404"):
        tell(stand_in, "returned", reference="LT-2", url="http://127.0.0.1:9", token="t")


def test_whoever_has_another_key_is_turned_away(stand_in):
    other = NotificationsAPIClient(KEY[:-1] + "3", base_url=url(stand_in))

    with pytest.raises(Refused, match="API key not found"):
        other.get_all_notifications()
