"""Two people, one hash: who may say yes, to what, and what makes a yes void."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry, Mail, RoleGrant
from recognition.actions import approvals, campaigns, contributions, signatories
from recognition.models import Approval, Campaign, Signatory
from recognition.permissions import can_approve_campaign
from tests import make

Status = Campaign.Status


@pytest.fixture
def waiting(rosa, amir):
    return make.campaign(by=rosa, asked=True)


def test_asking_tells_everyone_who_may_approve_but_whoever_asks(programme, rosa, amir, lena):
    RoleGrant.objects.create(user=rosa, programme=programme, role="recognition_approver")

    make.campaign(by=rosa, asked=True)

    [told] = Mail.objects.filter(kind="campaign_to_approve")
    assert told.to == amir.email
    assert "Rosa has prepared 1 letter in the name of Eleanor Whitcombe" in told.body
    assert "http" in told.body


def test_nobody_asks_for_approval_of_something_else_than_the_proofs(rosa):
    campaign = make.campaign(by=rosa, frozen=True)

    with pytest.raises(DomainError, match="changed after you opened the page"):
        approvals.ask(campaign=campaign, seen="", by=rosa)


def test_an_approval_binds_to_the_words_and_the_recipients(waiting, amir):
    """CMP-3."""
    approval = approvals.approve(campaign=waiting, seen=waiting.fingerprint, by=amir)

    waiting.refresh_from_db()
    assert waiting.status == Status.APPROVED
    assert (approval.content_hash, approval.audience_hash) == (
        waiting.content_hash,
        waiting.audience_hash,
    )
    facts = JournalEntry.objects.get(kind=approvals.CAMPAIGN_APPROVED).facts
    assert facts["audience_hash"] == waiting.audience_hash
    assert Mail.objects.get(kind="campaign_approved").to == waiting.author.email


def test_the_author_cannot_approve_even_as_an_approver(programme, waiting, rosa):
    """P1."""
    RoleGrant.objects.create(user=rosa, programme=programme, role="recognition_approver")

    assert not can_approve_campaign(rosa, waiting)
    with pytest.raises(NotAuthorised, match="somebody else approves"):
        approvals.approve(campaign=waiting, seen=waiting.fingerprint, by=rosa)


def test_the_database_refuses_an_approval_by_the_author(waiting, rosa):
    """P1, even past our own code."""
    with (
        pytest.raises(IntegrityError, match="approval_is_not_by_the_author"),
        transaction.atomic(),
    ):
        Approval.objects.create(
            campaign=waiting, author=rosa, by=rosa, content_hash="a", audience_hash="b"
        )


@pytest.mark.parametrize("worked", ["chose", "changed the words", "fixed", "wrote the template"])
def test_whoever_worked_on_letters_does_not_approve_them(programme, rosa, amir, worked):
    """P1: nobody both drafts and approves, whoever began."""
    RoleGrant.objects.create(user=amir, programme=programme, role="recognition_admin")
    words = make.template(by=amir if worked == "wrote the template" else rosa)
    campaign = make.campaign(by=rosa, template_version=words)
    if worked == "chose":
        event = make.event()
        campaigns.choose(campaign=campaign, add=type(event).objects.filter(pk=event.pk), by=amir)
    if worked == "changed the words":
        campaigns.change_words(campaign=campaign, personal_line="I saw it.", by=amir)
    campaign = campaigns.freeze(campaign=campaign, by=amir if worked == "fixed" else rosa)
    approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)

    refuse(amir, campaign)


def refuse(person, campaign):
    with pytest.raises(NotAuthorised):
        approvals.approve(campaign=campaign, seen=campaign.fingerprint, by=person)
    assert not Campaign.objects.to_approve_by(person).exists()


def put_right(event, by):
    return contributions.change_facts(event=event, what_they_did="carried beds upstairs", by=by)


@pytest.mark.parametrize("worked", ["wrote them down", "put them right"])
def test_whoever_wrote_the_facts_beforehand_does_not_approve_them(programme, rosa, amir, worked):
    """P1: letters print them."""
    event = make.event()
    if worked == "put them right":
        put_right(event, amir)
    else:
        event = contributions.add(
            programme=programme,
            contributor=make.contributor(),
            happened_on=event.happened_on,
            what_they_did="carried beds up four floors",
            what_it_made_possible="a family slept at home",
            by=amir,
        )

    refuse(amir, make.campaign([event], by=rosa, asked=True))


@pytest.mark.parametrize(
    "work",
    [
        lambda campaign, event, by: put_right(event, by),
        lambda campaign, event, by: contributions.close(event=event, why_not="error", by=by),
        lambda campaign, event, by: signatories.change(
            signatory=campaign.signatory, style="E. Whitcombe", by=by
        ),
    ],
    ids=["put the facts right", "took somebody off", "changed the signatory"],
)
def test_whoever_changes_what_waiting_letters_print_does_not_approve_them(rosa, amir, work):
    """P1."""
    event = make.event()
    campaign = make.campaign([event, make.event()], by=rosa, asked=True)
    work(campaign, event, amir)
    campaign = campaigns.freeze(campaign=campaign, by=rosa)
    approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)

    refuse(amir, campaign)


def test_fixing_recipients_asks_who_wrote_the_facts_once(rosa):
    few, many = ([put_right(make.event(), rosa) for _ in range(n)] for n in (2, 12))

    def queries(events):
        campaign = make.campaign(events, by=rosa)
        with CaptureQueriesContext(connection) as asked:
            campaigns.freeze(campaign=campaign, by=rosa)
        return len(asked)

    assert queries(few) == queries(many)


def test_whoever_sends_letters_back_may_approve_them_put_right(waiting, rosa, amir):
    """P1: to say what is wrong is no drafting."""
    approvals.send_back(campaign=waiting, reason="A name is wrong.", by=amir)

    assert can_approve_campaign(amir, waiting)


def test_a_yes_to_what_is_no_longer_so_is_refused(waiting, rosa, amir):
    """Story 9: approval after the audience changed, from a tab that was open before."""
    seen = waiting.fingerprint
    campaigns.choose(
        campaign=waiting, add=type(make.event()).objects.filter(pk=make.event().pk), by=rosa
    )
    again = campaigns.freeze(campaign=waiting, by=rosa)
    approvals.ask(campaign=again, seen=again.fingerprint, by=rosa)

    with pytest.raises(DomainError, match="changed after you opened the page"):
        approvals.approve(campaign=waiting, seen=seen, by=amir)
    assert not Approval.objects.exists()


def test_letters_made_anew_without_a_change_are_another_thing_to_approve(waiting, rosa):
    """References are drawn anew, so an old page never approves new letters."""
    before = waiting.fingerprint
    campaigns.reopen(campaign=waiting, why="A look", by=rosa)

    assert campaigns.freeze(campaign=waiting, by=rosa).fingerprint != before


def test_nobody_approves_twice(waiting, amir):
    approvals.approve(campaign=waiting, seen=waiting.fingerprint, by=amir)

    with pytest.raises(DomainError, match="is approved now"):
        approvals.approve(campaign=waiting, seen=waiting.fingerprint, by=amir)
    with pytest.raises(IntegrityError, match="approval_once_per_person"), transaction.atomic():
        Approval.objects.create(
            campaign=waiting, author=waiting.author, by=amir, content_hash="a", audience_hash="b"
        )


def test_nobody_approves_a_signatory_who_has_left(waiting, amir):
    """SIG-2, asked at approval."""
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    Signatory.objects.update(office_to=yesterday)

    with pytest.raises(DomainError):
        approvals.approve(campaign=waiting, seen=waiting.fingerprint, by=amir)


def test_an_approver_sends_letters_back_with_a_sentence(waiting, rosa, amir):
    approvals.send_back(campaign=waiting, reason="The second proof says 2025.", by=amir)

    waiting.refresh_from_db()
    assert waiting.status == Status.DRAFT
    told = Mail.objects.get(kind="campaign_reopened")
    assert told.to == rosa.email
    assert "Amir sent it back: The second proof says 2025." in told.body
    assert JournalEntry.objects.get(kind=approvals.CAMPAIGN_SENT_BACK).by == amir


def test_the_same_person_can_approve_what_was_put_right(waiting, rosa, amir):
    approvals.approve(campaign=waiting, seen=waiting.fingerprint, by=amir)
    campaigns.reopen(campaign=waiting, why="A name was wrong", by=rosa)
    again = campaigns.freeze(campaign=waiting, by=rosa)
    approvals.ask(campaign=again, seen=again.fingerprint, by=rosa)

    approvals.approve(campaign=again, seen=again.fingerprint, by=amir)

    assert [a.voided_at is None for a in Approval.objects.order_by("pk")] == [False, True]


def test_the_database_refuses_a_void_approval_without_a_reason(waiting, amir):
    approvals.approve(campaign=waiting, seen=waiting.fingerprint, by=amir)

    with pytest.raises(IntegrityError, match="approval_voided_with_a_reason"), transaction.atomic():
        Approval.objects.update(voided_at=timezone.now())


def test_a_lead_reads_and_an_approver_of_another_programme_does_not_approve(waiting, lena):
    stranger = make.user(role="recognition_approver", programme=make.programme("Another"))

    assert not can_approve_campaign(lena, waiting)
    assert not can_approve_campaign(stranger, waiting)
    assert list(Campaign.objects.visible_to(lena)) == [waiting]
    assert not Campaign.objects.visible_to(stranger).exists()
