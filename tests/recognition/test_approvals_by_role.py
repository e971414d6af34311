"""CMP-3: which kinds of yes letters need, who gives each, and what happens until the last."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised
from coalition.models import Mail, RoleGrant
from recognition import gates, needs
from recognition.actions import approvals, campaigns, progress, releases
from recognition.models import Approval, Campaign, Letter, Signatory
from tests import make

Status = Campaign.Status


@pytest.fixture
def bea(programme):
    return make.user("Bea", role="recognition_approver", programme=programme)


@pytest.fixture
def many(settings, rosa, amir, bea):
    """Two letters, where two are many."""
    settings.SECOND_APPROVAL_FROM = 2
    return make.campaign([make.event(), make.event()], by=rosa, asked=True)


@pytest.fixture
def for_iris(rosa, amir, iris):
    """Letters that need an information rights officer's yes as well."""
    campaign = make.campaign(by=rosa, asked=True)
    campaign.needs = ["content", "info_rights"]
    campaign.save(update_fields=["needs"])
    return campaign


def say_yes(campaign, by, kind="content"):
    approvals.approve(campaign=campaign, seen=campaign.fingerprint, kind=kind, by=by)
    campaign.refresh_from_db()


def give_up(person):
    RoleGrant.objects.filter(user=person).update(
        from_on=timezone.localdate() - timezone.timedelta(days=9),
        to_on=timezone.localdate() - timezone.timedelta(days=1),
    )


def test_a_letter_needs_one_other_person(rosa):
    campaign = make.campaign(by=rosa, frozen=True)

    assert (campaign.fixed_letters, campaign.needs) == (1, ["content"])


def test_many_letters_need_two(many):
    assert many.needs == ["content", "data"]


def test_a_ministers_letter_needs_more_than_one(rosa):
    minister = make.signatory(thanker="minister")
    thanked = make.event(make.contributor(adult="yes"))
    campaign = make.campaign([thanked], by=rosa, signatory=minister, frozen=True)

    assert {"content", "data"} <= set(campaign.needs)


def test_words_that_ask_for_something_need_information_rights(rosa):
    """TPL-3."""
    words = make.template(by=rosa, contains_ask=True)
    campaign = make.campaign(by=rosa, template_version=words, frozen=True)

    assert campaign.needs == ["content", "info_rights"]
    assert needs.why_more(campaign).startswith("a question is asked")


def test_letters_wait_for_the_last_yes(many, amir, bea):
    say_yes(many, amir)
    after_one = many.status

    say_yes(many, bea, "data")

    assert (after_one, many.status) == (Status.IN_REVIEW, Status.APPROVED)
    [told] = Mail.objects.filter(kind="campaign_approved")
    assert told.to == many.author.email


def test_nobody_gives_two(many, amir):
    say_yes(many, amir)

    with pytest.raises(DomainError, match="You have already approved"):
        say_yes(many, amir, "data")


def test_nobody_says_again_what_was_said(many, amir, bea):
    say_yes(many, amir)

    with pytest.raises(DomainError, match="Somebody has said yes to this already"):
        say_yes(many, bea)


def test_the_database_refuses_a_second_yes_of_a_kind(many, amir, bea):
    say_yes(many, amir)

    with pytest.raises(IntegrityError, match="approval_once_per_kind"), transaction.atomic():
        Approval.objects.create(
            campaign=many, author=many.author, by=bea, content_hash="a", audience_hash="b"
        )


def test_a_kind_that_is_not_needed_is_refused(rosa, amir):
    with pytest.raises(DomainError, match="do not need that approval"):
        say_yes(make.campaign(by=rosa, asked=True), amir, "data")


def test_each_kind_asks_for_its_role(for_iris, amir, iris):
    with pytest.raises(NotAuthorised, match="another role"):
        say_yes(for_iris, iris)
    with pytest.raises(NotAuthorised, match="another role"):
        say_yes(for_iris, amir, "info_rights")


def test_letters_wait_for_whoever_can_still_say_something(many, for_iris, amir, bea, iris, lena):
    say_yes(many, amir)

    def waiting_for(person):
        return set(Campaign.objects.to_approve_by(person))

    assert waiting_for(amir) == {for_iris}
    assert waiting_for(bea) == {many, for_iris}
    assert waiting_for(iris) == {for_iris}
    assert waiting_for(lena) == set()


def test_everyone_whose_yes_is_needed_is_told(programme, rosa, amir, iris):
    campaign = make.campaign(by=rosa, frozen=True)
    campaign.needs = ["content", "info_rights"]
    campaign.save(update_fields=["needs"])

    approvals.ask(campaign=campaign, seen=campaign.fingerprint, by=rosa)

    told = Mail.objects.filter(kind="campaign_to_approve")
    assert {mail.to for mail in told} == {amir.email, iris.email}


def test_whose_yes_is_needed_sees_the_letters_and_no_others(for_iris, as_, iris):
    other = make.campaign(by=for_iris.author, asked=True)
    draft = make.campaign(by=for_iris.author)
    Campaign.objects.filter(pk=draft.pk).update(needs=["info_rights"])
    letter = for_iris.letters.get()
    client = as_(iris)

    def opens(name, *args):
        return client.get(reverse(f"recognition:{name}", args=args)).status_code

    assert list(Campaign.objects.visible_to(iris)) == [for_iris]
    for page in ("campaign_detail", "campaign_proofs", "campaign_recipients", "campaign_approve"):
        assert opens(page, for_iris.pk) == 200
    assert opens("proof_detail", for_iris.pk, letter.pk) == 200
    assert opens("campaign_list") == 200
    assert opens("campaign_words", for_iris.pk) == 403
    assert opens("campaign_detail", other.pk) == 404
    assert opens("event_list") == 403


def test_every_yes_is_void_after_a_change_and_all_are_told(many, rosa, amir, bea):
    """CMP-3: any change voids."""
    say_yes(many, amir)
    say_yes(many, bea, "data")

    campaigns.change_words(campaign=many, personal_line="I saw it.", by=rosa)

    assert not many.approvals.standing().exists()
    reasons = set(many.approvals.values_list("void_reason", flat=True))
    assert reasons == {"The words, the signatory or the date were changed."}
    told = Mail.objects.filter(kind="campaign_reopened")
    assert {mail.to for mail in told} == {amir.email, bea.email}


def test_one_yes_of_two_is_void_after_a_change_too(many, rosa, amir):
    say_yes(many, amir)

    campaigns.reopen(campaign=many, why="A name was wrong", by=rosa)

    assert not many.approvals.standing().exists()
    assert Mail.objects.get(kind="campaign_reopened").to == amir.email


def test_letters_that_came_to_need_more_are_opened_again(rosa, amir):
    """The signatory became a minister meanwhile, which changes no printed word."""
    fixed, asked, approved = (
        make.campaign(by=rosa, signatory=make.signatory(), approver=amir, **far)
        for far in ({"frozen": True}, {"asked": True}, {"approved": True})
    )
    Signatory.objects.update(thanker="minister")
    fixed, asked, approved = (Campaign.objects.get(pk=one.pk) for one in (fixed, asked, approved))

    for act in (
        lambda: approvals.ask(campaign=fixed, seen=fixed.fingerprint, by=rosa),
        lambda: approvals.approve(campaign=asked, seen=asked.fingerprint, by=amir),
        lambda: releases.release(campaign=approved, seen=approved.fingerprint, by=rosa),
    ):
        with pytest.raises(DomainError, match="need another approval now: the people"):
            act()


def test_letters_do_not_go_when_one_who_said_yes_may_no_longer(many, rosa, amir, bea):
    """Story 9: an approver loses the role between the yes and the release."""
    say_yes(many, amir)
    say_yes(many, bea, "data")
    give_up(bea)

    with pytest.raises(DomainError, match="does not approve letters any more"):
        releases.release(campaign=many, seen=many.fingerprint, by=rosa)


@pytest.mark.parametrize("gone", ["amir", "bea"])
def test_the_gate_stops_letters_when_one_who_said_yes_may_no_longer(
    many, rosa, amir, bea, gone, request
):
    """Story 9 and G8: between the release and the sending."""
    say_yes(many, amir)
    say_yes(many, bea, "data")
    released = releases.release(campaign=many, seen=many.fingerprint, by=rosa)
    before = _gates_of(released)

    give_up(request.getfixturevalue(gone))

    assert before.stopped_by is None
    stopped = _gates_of(released)
    assert stopped.stopped_by.code == "G8"
    assert {"amir": "the words", "bea": "the people"}[gone] in stopped.results["G8"]


def test_held_letters_are_tried_again_while_every_yes_is_fresh(many, rosa, amir, bea):
    """LET-4: after 28 days they need new ones."""
    say_yes(many, amir)
    say_yes(many, bea, "data")
    released = releases.release(campaign=many, seen=many.fingerprint, by=rosa)
    make.letter(released, status="held")
    held = Letter.objects.filter(status="held")
    many.approvals.filter(kind="data").update(at=timezone.now() - timezone.timedelta(days=29))

    with pytest.raises(DomainError, match="28 days"):
        progress.retry(campaign=released, letters=held, by=rosa)

    many.approvals.update(at=timezone.now() - timezone.timedelta(days=27))
    assert progress.retry(campaign=released, letters=held, by=rosa) == 1


def _gates_of(campaign):
    letter = type(campaign.letters.first()).objects.with_words().filter(campaign=campaign).first()
    return gates.evaluate(letter, gates.facts_about(letter))


def test_an_account_that_was_closed_counts_no_more(many, amir, bea):
    say_yes(many, amir)
    say_yes(many, bea, "data")
    type(bea).objects.filter(pk=bea.pk).update(is_active=False)

    assert needs.lacking(many) == ["data"]


def test_the_page_asks_which_yes_where_two_are_open(many, as_, amir):
    url = reverse("recognition:campaign_approve", args=[many.pk])
    client = as_(amir)
    page = client.get(url).text

    refused = client.post(url, {"seen": many.fingerprint})
    client.post(url, {"seen": many.fingerprint, "kind": "data"})

    assert "2 different people’s yes, because there are many letters" in page
    assert (refused.status_code, "Choose what you say yes to" in refused.text) == (422, True)
    assert many.approvals.get().kind == "data"


def test_the_page_speaks_of_one_letter_where_a_minister_signs_one(as_, rosa, amir):
    minister = make.signatory(thanker="minister")
    thanked = make.event(make.contributor(adult="yes"))
    campaign = make.campaign([thanked], by=rosa, signatory=minister, asked=True)

    page = as_(amir).get(reverse("recognition:campaign_approve", args=[campaign.pk])).text

    assert "This letter needs 2 different people’s yes, because a minister signs." in page


def test_who_has_said_yes_is_led_back_to_the_campaign(many, as_, amir, bea):
    say_yes(many, amir)

    response = as_(amir).get(reverse("recognition:campaign_approve", args=[many.pk]), follow=True)

    assert response.redirect_chain[-1][0] == many.get_absolute_url()
    assert "Waiting for 2 people’s yes" in response.text
    assert "Bea can say yes" in response.text


def test_the_other_is_asked_for_what_is_left(many, as_, amir, bea):
    say_yes(many, amir)
    url = reverse("recognition:campaign_approve", args=[many.pk])
    client = as_(bea)

    page = client.get(url).text
    done = client.post(url, {"seen": many.fingerprint}, follow=True).text

    assert "Yours is about this: Who gets a letter" in page
    assert "You approved these letters" in done
    assert many.approvals.get(by=bea).kind == "data"


def test_the_proofs_say_when_nobody_is_left_for_a_yes(settings, as_, rosa, amir):
    settings.SECOND_APPROVAL_FROM = 2
    campaign = make.campaign([make.event(), make.event()], by=rosa, frozen=True)

    page = as_(rosa).get(reverse("recognition:campaign_proofs", args=[campaign.pk])).text

    assert "has nobody left for: the people" in page
    assert "Ask for approval" not in page


def test_words_that_ask_for_something_need_an_information_rights_officer(programme, rosa):
    """TPL-3, CMP-3: in the leading words, or in their Welsh version alone."""
    words = make.template(programme)
    make.template(programme, language="cy", sibling_of=words.template, follows=1, contains_ask=True)

    campaign = make.campaign(template_version=words, by=rosa, frozen=True)

    assert "info_rights" in campaign.needs
    assert "info_rights" not in make.campaign(by=rosa, frozen=True).needs
