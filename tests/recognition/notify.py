"""Letters in the post, for tests: the stand-in for GOV.UK Notify, and letters that go there."""

import threading
from contextlib import contextmanager

from dev.notify import Office, StandIn
from dev.post import KEY
from recognition.actions import rendering
from tests import make

HOME = "14 Mill Lane\nAldermere\nAL1 2AB"


@contextmanager
def stand_in(folder, settings):
    """The settings lead to it; yields its Office."""
    server = StandIn(Office(folder, KEY))
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    settings.POST_CARRIER, settings.NOTIFY_API_KEY = "notify", KEY
    settings.NOTIFY_URL, settings.NOTIFY_TIMEOUT_S = server.url, 5
    try:
        yield server.office
    finally:
        server.shutdown()
        server.server_close()


def posted(count=1, **fields):
    """A campaign of so many letters for the post, released and typeset."""
    people = [make.contributor(address=HOME, email="") for _ in range(count)]
    campaign = make.campaign([make.event(person) for person in people], released=True, **fields)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign
