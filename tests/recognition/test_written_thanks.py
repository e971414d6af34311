"""Thanks by e-mail in one's own words, and invitations: they count once they have gone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.actions import mail
from coalition.domain import DomainError, NotAuthorised
from coalition.models import Mail
from recognition.actions import acknowledgements, written
from recognition.models import Acknowledgement, Invitation
from tests import make
from tests.recognition.test_ledger_pages import boxes, page

TODAY = timezone.localdate
SUPPER = {
    "title": "Supper at the hall",
    "place": "Town Hall",
    "happens_on": TODAY() + timedelta(days=1),
}


@pytest.fixture
def event(programme):
    return make.event(make.contributor("Ben Yardley"), programme=programme)


@pytest.fixture
def to_write(event, lena):
    return make.acknowledgement(event, giver=lena, kind="email", channel="email")


@pytest.fixture
def to_invite(event, lena):
    return make.acknowledgement(event, giver=lena, kind="invitation", channel="email", tier=3)


def at(name, row):
    return reverse(f"recognition:{name}", args=[row.pk])


def test_it_counts_once_it_has_gone_and_not_before(mail_server, event, to_write, lena):
    written.write(acknowledgement=to_write, words="I saw what you did.", by=lena)
    assert written.settle_gone() == 0
    event.refresh_from_db()
    assert event.outcome == "open"

    mail.send_due()
    assert (written.settle_gone(), written.settle_gone()) == (1, 0)

    event.refresh_from_db()
    to_write.refresh_from_db()
    assert (event.outcome, to_write.status) == ("thanked", "given")
    assert to_write.given_at == Mail.objects.get().sent_at


def test_it_says_what_was_written_and_is_forgotten_when_it_has_gone(mail_server, to_write, lena):
    written.write(acknowledgement=to_write, words="I saw what you did.", by=lena)
    row = Mail.objects.get()
    assert "I saw what you did." in row.body
    assert row.purpose == "thanks"

    mail.send_due()

    row.refresh_from_db()
    assert row.body == ""


def test_a_hold_stops_what_waits_and_nobody_counts_as_thanked(
    mail_server, event, to_write, lena, sam
):
    """HLD-2."""
    written.write(acknowledgement=to_write, words="I saw what you did.", by=lena)
    make.hold(event.contributor, "recognition", by=sam)

    mail.send_due()
    written.settle_gone()

    event.refresh_from_db()
    assert event.outcome == "open"


def test_only_its_giver_writes(to_write, rosa):
    with pytest.raises(NotAuthorised, match="has taken this on"):
        written.write(acknowledgement=to_write, words="Hello.", by=rosa)


def test_akn1_what_they_do_not_like_now_is_not_sent(event, to_write, lena):
    make.preference(event.contributor, channels=["phone"])

    with pytest.raises(DomainError, match="prefers not to be thanked"):
        written.write(acknowledgement=to_write, words="Hello.", by=lena)


def test_it_is_written_once(to_write, lena):
    written.write(acknowledgement=to_write, words="Hello.", by=lena)

    with pytest.raises(DomainError, match="so it cannot become"):
        written.write(acknowledgement=to_write, words="Hello.", by=lena)
    assert Mail.objects.count() == 1


def test_what_goes_by_mail_is_not_ticked_off(to_write, lena):
    with pytest.raises(DomainError, match="counts as given once it has gone"):
        acknowledgements.give(acknowledgement=to_write, by=lena)


def test_an_invitation_is_no_mail_in_ones_own_words(to_invite, lena):
    with pytest.raises(DomainError, match="planned as: invitation"):
        written.write(acknowledgement=to_invite, words="Hello.", by=lena)


def test_they_answer_and_may_think_again(mail_server, to_invite, lena):
    written.invite(acknowledgement=to_invite, words="Come.", by=lena, **SUPPER)
    mail.send_due()
    written.settle_gone()
    invitation = Invitation.objects.get()

    written.answer(invitation=invitation, says="yes")
    written.answer(invitation=invitation, says="no")

    invitation.refresh_from_db()
    to_invite.refresh_from_db()
    assert (invitation.answer, to_invite.status) == ("no", "closed")
    assert Acknowledgement.objects.counted().contains(to_invite)


def test_nobody_is_invited_to_yesterday(to_invite, lena):
    past = {**SUPPER, "happens_on": TODAY() - timedelta(days=1)}

    with pytest.raises(DomainError, match="still to come"):
        written.invite(acknowledgement=to_invite, words="Come.", by=lena, **past)


def test_after_the_day_nobody_answers(to_invite):
    past = {**SUPPER, "happens_on": TODAY() - timedelta(days=1)}
    invitation = Invitation.objects.create(acknowledgement=to_invite, **past)

    with pytest.raises(DomainError, match="over now"):
        written.answer(invitation=invitation, says="yes")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("thanks_invitation_answer_is_whole", {"answer": "yes"}),
        ("thanks_invitation_says_what_and_where", {"place": ""}),
    ],
)
def test_the_database_refuses(to_invite, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Invitation.objects.create(acknowledgement=to_invite, **{**SUPPER, **fields})


def test_a_mail_is_written_on_its_page(as_, lena, to_write):
    client, url = as_(lena), at("acknowledgement_write", to_write)
    assert url in page(client.get(to_write.get_absolute_url()))

    shown = page(client.post(url, {"words": "I saw what you did."}, follow=True))

    assert "It is on its way" in shown
    assert "Dear Ben Yardley," in Mail.objects.get().body


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Write what you want to say"),
        ("Mrs Kovalenko told me.", "There seems to be a person’s name"),
        ("Please consider giving again.", "It seems to ask for something"),
    ],
)
def test_l7_l8_what_tells_of_others_or_asks_is_asked_about_once(as_, lena, to_write, words, said):
    client, url = as_(lena), at("acknowledgement_write", to_write)

    response = client.post(url, {"words": words})

    assert response.status_code == 422
    assert said in page(response)
    if words:
        assert client.post(url, {"words": words, "is_right": "on"}).status_code == 302


def test_an_invitation_is_sent_and_answered_without_an_account(as_, client, lena, to_invite):
    data = {
        "title": "Supper",
        "place": "Town Hall",
        "words": "Come.",
        **boxes("happens_on", TODAY()),
    }
    as_(lena).post(at("acknowledgement_write", to_invite), data)
    invitation = Invitation.objects.get()
    assert invitation.url in Mail.objects.get().body
    client.logout()
    assert "Can you come?" in page(client.get(invitation.path))

    shown = page(client.post(f"{invitation.path}answer/", {"answer": "yes"}, follow=True))

    assert "You are coming. We look forward to it." in shown
    assert client.post(f"{invitation.path}answer/", {"answer": "perhaps"}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.answer == "yes"
    assert (
        client.get(reverse("recognition:thanks_invitation", args=[invitation.pk, "x"])).status_code
        == 404
    )


def test_of_two_refusals_of_a_day_that_is_past_the_form_says_one(as_, lena, to_invite):
    data = {"title": "Supper", "place": "Hall", "words": "Come."}
    past = boxes("happens_on", TODAY() - timedelta(days=1))

    response = as_(lena).post(at("acknowledgement_write", to_invite), {**data, **past})

    assert response.status_code == 422
    assert "The day must be today or still to come" in page(response)
