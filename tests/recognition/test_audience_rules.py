"""Rules for audiences: saved under a name, seen beforehand, and chosen by (CMP-1)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition.actions import audience_rules, campaigns
from recognition.criteria import Criteria
from recognition.models import AudienceRule, Campaign, Candidate, ContributionEvent
from tests import make

TODAY = timezone.localdate
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def rule(programme, rosa, name="Everybody", **criteria):
    return audience_rules.keep(
        programme=programme, name=name, criteria=Criteria(**criteria), by=rosa
    )


def finds(event, **criteria):
    """Does a rule of this criterion alone find the event?"""
    kept = Criteria.read(Criteria(**criteria).kept())
    assert kept == Criteria(**criteria)
    return kept.narrow(ContributionEvent.objects.all()).filter(pk=event.pk).exists()


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ({"kinds": ("hours", "chaired")}, {"kinds": ("wrote",)}),
        ({"happened_from": TODAY() - 9 * DAY}, {"happened_from": TODAY() - 8 * DAY}),
        ({"happened_to": TODAY() - 9 * DAY}, {"happened_to": TODAY() - 10 * DAY}),
        ({"words": "supper"}, {"words": "breakfast"}),
        ({"given": "organisation"}, {"given": "alone"}),
        ({"sectors": ("FA", "VC")}, {"sectors": ("LG",)}),
        ({"nations": ("SCT",)}, {"nations": ("WLS",)}),
        ({"languages": ("cy",)}, {"languages": ("en",)}),
        ({"before": "never"}, {"before": "before"}),
        ({"days_late": 3}, {"days_late": 4}),
        ({"is_whole": True}, {"is_confirmed": True}),
        ({}, {"kinds": ("wrote",), "words": "supper"}),
    ],
)
def test_cmp_1_each_criterion_finds_what_it_says(programme, yes, no):
    who = make.contributor(nation="SCT", language="cy")
    event = make.event(
        who,
        programme=programme,
        kind="hours",
        happened_on=TODAY() - 9 * DAY,
        due_on=TODAY() - 3 * DAY,
        what_they_did="cooked supper",
        organisation=make.organisation(sector="FA"),
    )

    assert finds(event, **yes)
    assert not finds(event, **no)


def test_cmp_1_somebody_who_was_thanked_before_is_told_apart(programme):
    who = make.contributor()
    make.event(who, programme=programme, outcome="thanked", closed_at=timezone.now())
    again = make.event(who, programme=programme)

    assert finds(again, before="before")
    assert not finds(again, before="never")


def test_where_it_is_not_known_they_live_where_the_programme_is(programme):
    event = make.event(make.contributor(nation=""), programme=programme)

    assert finds(event, nations=(programme.nation,))
    assert not finds(event, nations=("NIR",))


def test_a_rule_says_in_words_what_it_looks_for():
    criteria = Criteria(
        kinds=("hours", "chaired"),
        happened_from=date(2026, 1, 5),
        given="organisation",
        nations=("WLS",),
        before="never",
        days_late=10,
        is_whole=True,
    )

    assert criteria.in_words() == (
        "Gave time or chaired a meeting; from 5 January 2026; with an organisation; living in"
        " Wales; have never been thanked by us; late by 10 days or more; with what it made"
        " possible."
    )
    assert Criteria().in_words() == "Everybody who is owed thanks."


def test_cmp_1_a_campaign_chooses_by_a_rule_and_keeps_its_words(programme, rosa):
    meant = [make.event(programme=programme, kind="hours") for _ in "12"]
    make.event(programme=programme, kind="wrote")
    by_hand = make.event(programme=programme, kind="wrote")
    campaign = make.campaign([by_hand], by=rosa)
    saved = rule(programme, rosa, "Gave time", kinds=("hours",))

    assert audience_rules.choose(campaign=campaign, rule=saved, by=rosa) == 3

    chosen = campaign.candidates.values_list("event", "by_rule")
    assert set(chosen) == {(by_hand.pk, False), *((event.pk, True) for event in meant)}
    campaign.refresh_from_db()
    assert (campaign.rule, campaign.rule_words) == (saved, "Gave time: Gave time.")
    entry = JournalEntry.objects.about(campaign).latest("pk")
    assert (entry.facts["added"], entry.facts["rule"]) == (2, saved.pk)


def test_cmp_1_a_change_of_the_rule_changes_no_campaign(programme, rosa):
    event = make.event(programme=programme, kind="hours")
    campaign = make.campaign([], by=rosa)
    saved = rule(programme, rosa, "Time", kinds=("hours",))
    audience_rules.choose(campaign=campaign, rule=saved, by=rosa)
    campaigns.freeze(campaign=campaign, by=rosa)

    audience_rules.change(rule=saved, name="Words", criteria=Criteria(kinds=("wrote",)), by=rosa)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.AUDIENCE_FROZEN
    assert campaign.rule_words == "Time: Gave time."
    assert campaign.letters.get().event == event


def test_another_rule_takes_the_place_of_the_first(programme, rosa):
    make.event(programme=programme, kind="hours")
    wrote = make.event(programme=programme, kind="wrote")
    campaign = make.campaign([], by=rosa)

    for kind in ("hours", "wrote"):
        saved = rule(programme, rosa, kind, kinds=(kind,))
        audience_rules.choose(campaign=campaign, rule=saved, by=rosa)

    assert campaign.candidates.get().event == wrote


def test_only_what_is_owed_there_and_has_no_letter_is_chosen(programme, rosa):
    other = make.programme("Winter shelter")
    make.event(programme=other)
    make.event(programme=programme, outcome="thanked", closed_at=timezone.now())
    make.campaign(by=rosa, frozen=True)
    campaign = make.campaign([], by=rosa)

    chosen = audience_rules.choose(campaign=campaign, rule=rule(programme, rosa), by=rosa)

    assert chosen == 0


def test_choosing_by_a_rule_takes_what_was_fixed_back_to_draft(programme, rosa, amir):
    campaign = make.campaign(by=rosa, approver=amir, approved=True)
    make.event(programme=programme)

    audience_rules.choose(campaign=campaign, rule=rule(programme, rosa), by=rosa)

    campaign.refresh_from_db()
    assert campaign.status == Campaign.Status.DRAFT
    assert campaign.approvals.get().void_reason == "The recipients were changed."


def test_it_takes_the_same_queries_however_many(programme, rosa):
    saved = rule(programme, rosa)

    def queries():
        campaign = make.campaign([], by=rosa)
        with CaptureQueriesContext(connection) as found:
            audience_rules.choose(campaign=campaign, rule=saved, by=rosa)
        return len(found)

    make.event(programme=programme)
    few = queries()
    for _ in range(20):
        make.event(programme=programme)
    assert queries() == few


def test_a_released_campaign_chooses_nobody(programme, rosa):
    campaign = make.campaign(by=rosa, released=True)

    with pytest.raises(DomainError, match="stay as they are"):
        audience_rules.choose(campaign=campaign, rule=rule(programme, rosa), by=rosa)


def test_a_rule_that_is_out_of_use_finds_nobody(programme, rosa):
    saved = rule(programme, rosa)
    audience_rules.retire(rule=saved, by=rosa)

    for refused in (
        lambda: audience_rules.choose(campaign=make.campaign(by=rosa), rule=saved, by=rosa),
        lambda: audience_rules.change(rule=saved, name="A", criteria=Criteria(), by=rosa),
        lambda: audience_rules.retire(rule=saved, by=rosa),
    ):
        with pytest.raises(DomainError, match="out of use"):
            refused()
    assert rule(programme, rosa).pk != saved.pk


def test_a_rule_of_another_programme_is_refused(programme, rosa):
    other = rule(make.programme("Winter shelter"), rosa)

    with pytest.raises(DomainError, match="Choose a rule of Homes for Aldermere"):
        audience_rules.choose(campaign=make.campaign(by=rosa), rule=other, by=rosa)


def test_two_rules_of_a_name_and_one_without_are_refused(programme, rosa):
    saved = rule(programme, rosa, "Ours")

    with pytest.raises(DomainError, match="of this name already"):
        rule(programme, rosa, "Ours")
    with (
        pytest.raises(IntegrityError, match="audience_rule_has_a_name"),
        transaction.atomic(),
    ):
        AudienceRule.objects.filter(pk=saved.pk).update(name="")


def test_nobody_is_taken_twice(programme, rosa):
    event = make.event(programme=programme)
    campaign = make.campaign([event], by=rosa)

    again = Candidate.objects.take(campaign, ContributionEvent.objects.filter(pk=event.pk))

    assert again == 0
    assert Candidate.objects.take(campaign, ContributionEvent.objects.none()) == 0


def test_a_rule_is_saved_seen_and_chosen_by(as_, rosa, programme):
    make.event(programme=programme, kind="hours", what_they_did="drove the minibus")
    make.event(programme=programme, kind="wrote")
    campaign = make.campaign([], by=rosa)
    client = as_(rosa)
    new = reverse("recognition:audience_rule_new") + f"?campaign={campaign.pk}"

    page = client.post(new, {"name": "Gave time", "kinds": ["hours"]}, follow=True)

    saved = AudienceRule.objects.get()
    assert saved.criteria == {"kinds": ["hours"]}
    assert "The rule finds 1 thing to thank for" in page.text
    assert "Drove the minibus" in page.text
    assert "Each gets one letter" not in page.text
    assert not campaign.candidates.exists()

    page = client.post(page.request["PATH_INFO"], follow=True)

    assert "1 chosen by the rule Gave time: Gave time." in page.text
    assert campaign.candidates.count() == 1


def test_let_3_the_page_of_a_rule_says_that_each_gets_one_letter(as_, rosa, programme):
    """Where it finds more things than people."""
    ann = make.contributor("Ann")
    make.event(ann, kind="hours")
    make.event(ann, kind="hours")
    campaign = make.campaign([], by=rosa)
    client = as_(rosa)
    new = reverse("recognition:audience_rule_new") + f"?campaign={campaign.pk}"

    page = client.post(new, {"name": "Gave time", "kinds": ["hours"]}, follow=True)

    assert "1 person, each owed thanks" in page.text
    assert "Each gets one letter, for what is due first." in page.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Enter a name"),
        ({"days_late": "-1"}, "Enter 0 or more"),
        ({"given": "alone", "sectors": ["VC"]}, "Leave the sectors out"),
        ({"kinds": ["nothing"]}, "field-bad"),
        (
            {
                "happened_from_day": "2",
                "happened_from_month": "2",
                "happened_from_year": "2026",
                "happened_to_day": "1",
                "happened_to_month": "2",
                "happened_to_year": "2026",
            },
            "cannot come before",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(as_, rosa, programme, fields, said):
    url = reverse("recognition:audience_rule_new")

    response = as_(rosa).post(url, {"name": "A", **fields})

    assert response.status_code == 422
    assert said in response.text


def test_the_preview_takes_the_same_queries_however_many(as_, rosa, programme):
    campaign, saved = make.campaign([], by=rosa), rule(programme, rosa)
    client, url = as_(rosa), reverse("recognition:campaign_rule", args=[campaign.pk, saved.pk])

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    make.event(programme=programme)
    few = queries()
    for _ in range(15):
        make.event(programme=programme, organisation=make.organisation())
    assert queries() == few


def test_an_edit_shows_what_was_saved(as_, rosa, programme):
    saved = rule(programme, rosa, "Ours", kinds=("hours",), happened_from=date(2026, 1, 5))
    url = reverse("recognition:audience_rule_edit", args=[saved.pk])
    client = as_(rosa)

    page = client.get(url).text
    client.post(url, {"name": "Theirs", "kinds": ["wrote"]})

    assert 'value="hours" checked' in " ".join(page.split()).replace(
        'value="hours" id="id_kinds_2" checked', 'value="hours" checked'
    )
    saved.refresh_from_db()
    assert (saved.name, saved.criteria) == ("Theirs", {"kinds": ["wrote"]})
