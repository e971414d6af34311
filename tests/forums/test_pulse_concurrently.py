"""Two who can speak for one organisation answer at the same moment: one answer counts (P8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import pulses
from forums.models import Membership, Pulse, PulseAsk
from tests import make
from tests.forums.test_forums_concurrently import Held, both


@pytest.fixture
def two_asks(transactional_db):
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    forum = make.active_forum(programme=programme, by=lena)
    kitchen = make.organisation("Kitchen")
    make.member(make.seat(forum, by=lena), make.user("Nell"), organisation=kitchen)
    Membership.objects.update(accepted_at=timezone.now() - timedelta(days=120))
    for name in ("Ada", "Bea"):
        make.contributor(name, organisation=kitchen, can_speak_for=True)
    pulses.tend(now=timezone.now())
    return list(PulseAsk.objects.order_by("pk"))


def test_p8_two_answer_for_one_organisation_at_once(two_asks, monkeypatch):
    ada, bea = two_asks
    held = Held(monkeypatch, Pulse)

    _, told = both(
        held,
        lambda: pulses.answer(ask=ada, score=2, by=None),
        lambda: pulses.answer(ask=bea, score=5, by=None),
    )

    assert "answered for Kitchen already" in told
    assert Pulse.objects.get().score == 2
