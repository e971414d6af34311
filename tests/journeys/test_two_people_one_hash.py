"""Story 9, two people, one hash: an approver approves exactly what will be sent. Whoever drafted
does not approve; a yes to what was changed meanwhile, or given twice, is refused; and letters stop
when the approver loses the role before they go."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from coalition.models import RoleGrant, User
from recognition.models import Approval, Campaign, Letter
from tests import make
from tests.journeys.conftest import work

AMIR, ROSA = (f"{who}@aldermere.example" for who in ("amir", "rosa"))
SPRING, LATE = "The first spring", "Ms Zuleika Ashdown"


def test_two_people_one_hash(somebody):
    rosa, amir = somebody(), somebody()
    campaign = letters_wait_for_approval()

    rosa.sign_in(ROSA)
    amir.sign_in(AMIR)
    whoever_drafted_does_not_approve(rosa, campaign)
    amir_reads_them(amir)
    somebody_is_added_meanwhile(rosa, campaign)
    his_yes_to_what_was_changed_is_refused(amir, campaign)
    before = he_reads_again_and_approves(amir, campaign)
    his_yes_does_not_count_twice(before)
    letters_stop_when_he_loses_the_role(rosa, campaign)


def letters_wait_for_approval() -> Campaign:
    rosa = User.objects.get(email=ROSA)
    RoleGrant.objects.create(
        user=rosa, programme=make.event().programme, role="recognition_approver"
    )
    make.event(make.contributor(LATE))
    return make.campaign([make.event(), make.event()], by=rosa, name=SPRING, asked=True)


def whoever_drafted_does_not_approve(rosa, campaign):
    rosa.open(campaign.get_absolute_url())
    rosa.sees("Waiting for a second person")
    assert not rosa.page.get_by_role("link", name="Read and decide").count()
    rosa.open(f"{campaign.get_absolute_url()}approve/")
    assert not rosa.page.get_by_role("button", name="Approve").count()


def amir_reads_them(amir):
    amir.follow(f"Approve letters: {SPRING}")
    amir.sees("Approve 2 letters?")


def somebody_is_added_meanwhile(rosa, campaign):
    rosa.open(f"{campaign.get_absolute_url()}who/?q=Zuleika")
    rosa.choose(LATE)
    rosa.click("Save and go on to the proofs")
    rosa.click("Ask for approval")
    rosa.sees("Waiting for a second person")


def his_yes_to_what_was_changed_is_refused(amir, campaign):
    amir.click("Approve these 2 letters")
    amir.sees("This campaign was changed after you opened the page.")
    assert not Approval.objects.filter(campaign=campaign).exists()


def he_reads_again_and_approves(amir, campaign):
    """What he read is still open in another tab afterwards."""
    amir.follow("Read and decide")
    amir.sees("Approve 3 letters?")
    amir.sees(LATE)
    before = replace(amir, page=amir.page.context.new_page())
    before.open(amir.page.url)
    amir.click("Approve these 3 letters")
    amir.sees("You approved these letters.")
    campaign.refresh_from_db()
    approval = campaign.approvals.get()
    assert (approval.content_hash, approval.audience_hash) == (
        campaign.content_hash,
        campaign.audience_hash,
    )
    return before


def his_yes_does_not_count_twice(before):
    before.click("Approve these 3 letters")
    before.sees("This campaign is approved now")
    assert Approval.objects.filter(campaign__name=SPRING).count() == 1


def letters_stop_when_he_loses_the_role(rosa, campaign):
    rosa.open(campaign.get_absolute_url())
    rosa.follow("Send 3 letters")
    rosa.click("Send 3 letters")
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleGrant.objects.filter(user__email=AMIR).update(from_on=yesterday, to_on=yesterday)
    work()
    stopped = Letter.objects.filter(campaign=campaign).values_list("status", "stopped_by")
    assert set(stopped) == {("held", "G8")}
    rosa.open(f"{campaign.get_absolute_url()}progress/")
    rosa.sees("are held because they are not exactly what was approved")
