"""The private office of a signatory sees letters in that name, and nothing else (product §1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, RoleGrant
from recognition.actions import signatories
from recognition.models import Campaign, Letter, Regret, Signatory
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def signatory(georgina):
    return signatories.hand_to(signatory=make.signatory(), office=[georgina], by=georgina)


def address(name, *args):
    return reverse(f"recognition:{name}", args=args)


def test_a_signatory_is_handed_to_a_private_office(georgina, rosa):
    signatory = make.signatory()

    signatories.hand_to(signatory=signatory, office=[georgina], by=rosa)

    assert list(Signatory.objects.looked_after_by(georgina)) == [signatory]
    entry = JournalEntry.objects.get(kind=signatories.SIGNATORY_LOOKED_AFTER)
    assert entry.facts == {"office": [georgina.pk]}


def test_only_who_holds_the_role_is_of_a_private_office(rosa, amir):
    with pytest.raises(DomainError, match="not of a private office"):
        signatories.hand_to(signatory=make.signatory(), office=[amir], by=rosa)


def test_whoever_has_left_stays_on_the_form_until_somebody_takes_them_off(signatory, georgina):
    RoleGrant.objects.filter(user=georgina).delete()

    signatories.hand_to(signatory=signatory, office=[georgina], by=georgina)
    signatories.hand_to(signatory=signatory, office=[], by=georgina)

    assert not signatory.private_office.exists()


def test_handing_over_changes_no_approval(rosa, georgina):
    campaign = make.campaign(by=rosa, approved=True)

    signatories.hand_to(signatory=campaign.signatory, office=[georgina], by=rosa)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.APPROVED


def test_they_see_campaigns_of_their_own_signatory_alone(signatory, georgina, rosa):
    own = make.campaign(by=rosa, signatory=signatory)
    make.campaign(by=rosa)

    assert list(Campaign.objects.visible_to(georgina)) == [own]
    assert list(Signatory.objects.visible_to(georgina)) == [signatory]


def test_the_end_of_the_role_ends_what_they_see(signatory, georgina, rosa):
    """P3."""
    make.campaign(by=rosa, signatory=signatory)
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleGrant.objects.filter(user=georgina).update(
        from_on=yesterday - timedelta(days=9), to_on=yesterday
    )

    assert not Campaign.objects.visible_to(georgina).exists()


def test_letters_and_what_was_wrong_with_them_are_for_those_who_run_thanks(
    signatory, georgina, lena, rosa
):
    campaign = make.campaign(by=rosa, signatory=signatory, released=True)
    make.regret(make.letter(campaign, status="sent"), owner=lena, by=rosa)

    assert not Letter.objects.visible_to(georgina).exists()
    assert not Regret.objects.visible_to(georgina).exists()
    assert Regret.objects.visible_to(lena).exists()


def test_their_pages_lead_nowhere_that_is_shut_to_them(signatory, georgina, rosa, as_):
    """Proofs, counts and progress are theirs to see; lists of people are not."""
    events = [
        make.event(),
        make.event(make.contributor(name_confirmed_by="", name_confirmed_at=None)),
    ]
    campaign = make.campaign(events, by=rosa, signatory=signatory, asked=True)
    going = make.campaign(by=rosa, signatory=signatory, released=True)
    make.letter(going, status="held")
    client = as_(georgina)

    pages = [
        client.get(address("office")),
        client.get(campaign.get_absolute_url()),
        client.get(address("campaign_proofs", campaign.pk)),
        client.get(address("proof_detail", campaign.pk, campaign.letters.get().pk)),
        client.get(address("campaign_progress", going.pk)),
    ]

    assert [page.status_code for page in pages] == [200] * 5
    for page in pages:
        text = page.content.decode()
        for shut in (
            address("campaign_recipients", campaign.pk),
            address("campaign_exclusions", campaign.pk),
            address("campaign_letters", going.pk),
        ):
            assert shut not in text, page.request["PATH_INFO"]


def test_they_can_pause_what_goes_out_in_that_name(signatory, georgina, rosa, as_):
    """CMP-4."""
    own = make.campaign(by=rosa, signatory=signatory, released=True)
    other = make.campaign(by=rosa, released=True)

    as_(georgina).post(address("campaign_pause", own.pk))
    answer = as_(georgina).post(address("campaign_pause", other.pk))

    own.refresh_from_db()
    assert own.status == Campaign.Status.PAUSED
    assert answer.status_code == 404


def test_a_signatory_is_handed_over_on_a_page(as_, rosa, georgina):
    signatory = make.signatory()
    url = address("signatory_office", signatory.pk)

    as_(rosa).post(url, {"office": [georgina.pk]})

    assert list(signatory.private_office.all()) == [georgina]
    assert "Georgina" in as_(rosa).get(address("signatory_list")).content.decode()


def test_the_page_says_when_nobody_has_the_role(as_, rosa):
    page = as_(rosa).get(address("signatory_office", make.signatory().pk)).content.decode()

    assert "An administrator gives it" in page
