"""Campaigns until their release: chosen, fixed, opened again, released, given up."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.actions import contributors
from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Mail
from recognition import audience, content, fingerprints
from recognition.actions import campaigns, contributions, progress, releases
from recognition.models import (
    Campaign,
    Candidate,
    ContributionEvent,
    Exclusion,
    Letter,
    Signatory,
    TemplateVersion,
)
from tests import make

Status = Campaign.Status
TODAY = timezone.localdate


def events(*chosen):
    return ContributionEvent.objects.filter(pk__in=[event.pk for event in chosen])


def drafted(*chosen, **fields):
    return make.campaign(list(chosen), **fields)


# --- choosing ---


def test_people_are_chosen_and_no_longer(rosa):
    one, other = make.event(), make.event()
    campaign = drafted(by=rosa)

    assert campaigns.choose(campaign=campaign, add=events(one, other), by=rosa) == 2
    assert campaigns.choose(campaign=campaign, remove=events(one), by=rosa) == 1

    assert campaign.candidates.get().event == other


def test_only_thanks_that_are_owed_here_and_have_no_letter_can_be_chosen(rosa):
    elsewhere = make.event(programme=make.programme("Another"))
    closed = make.event(outcome="thanked", closed_at=timezone.now())
    taken = make.event()
    drafted(taken, frozen=True)
    owed = make.event()
    campaign = drafted(by=rosa)

    add = events(elsewhere, closed, taken, owed)

    assert campaigns.choose(campaign=campaign, add=add, by=rosa) == 1
    assert campaign.candidates.get().event == owed


def test_the_database_refuses_to_choose_somebody_twice(programme):
    event = make.event()
    campaign = drafted(event)

    with pytest.raises(IntegrityError, match="candidate_once_per_campaign"), transaction.atomic():
        Candidate.objects.create(campaign=campaign, event=event)


def test_words_and_signatory_are_of_the_campaigns_programme(programme, rosa):
    stranger = make.signatory(make.programme("Another"))

    with pytest.raises(DomainError, match="must belong to Homes for Aldermere"):
        drafted(signatory=stranger, by=rosa)


# --- fixing the recipients ---


def test_fixing_copies_names_addresses_and_facts(programme, rosa):
    """CMP-1, LET-1: what changes afterwards changes no letter."""
    person = make.contributor(
        "Dr Ngozi Okafor", salutation="Dr Okafor", address="1 High Street\n\nAldermere\nAL1 2AB"
    )
    campaign = drafted(make.event(person), by=rosa, frozen=True)

    Contributor.objects.filter(pk=person.pk).update(letter_name="Somebody Else")

    letter = campaign.letters.get()
    assert (letter.letter_name, letter.salutation) == ("Dr Ngozi Okafor", "Dr Okafor")
    assert letter.email == person.email
    assert letter.address == ["Dr Ngozi Okafor", "1 High Street", "Aldermere", "AL1 2AB"]
    assert letter.values["what_they_did"].startswith("cooked supper")
    assert letter.status == Letter.Status.FROZEN
    assert letter.content_hash == content.compose(letter).fingerprint()
    assert letter.ref.startswith("LT-")


@pytest.mark.parametrize(
    ("person", "facts", "gate", "said"),
    [
        ({"deceased_on": TODAY()}, {}, "G1", "has died"),
        ({"gone_away_on": TODAY()}, {}, "G1", "gone away"),
        ({"objected_at": timezone.now()}, {}, "G1", "no further contact"),
        ({"name_confirmed_by": "staff"}, {}, "G4", "has not confirmed this name"),
        ({"salutation": ""}, {}, "G4", "how to greet"),
        ({"salutation": "Mr and Mrs"}, {}, "G4", "no way to greet"),
        ({"letter_name": "علي"}, {}, "G4", "We cannot print the character"),
        ({"letter_name": "Jo \U0001f600"}, {}, "G4", "We cannot print the picture"),
        ({"email": ""}, {}, "G5", "no email address"),
        ({"address": "\n".join("abcdefgh")}, {}, "G4", "there is room for 7"),
        ({}, {"what_it_made_possible": ""}, "G4", "Say it on the list of thanks owed"),
    ],
)
def test_who_cannot_get_a_letter_is_left_out_with_a_reason(rosa, person, facts, gate, said):
    """CMP-1: foreseen when recipients are fixed, not found out when they should go."""
    left_out = make.event(make.contributor("Ann Left", **person) if "letter_name" not in person
                          else make.contributor(**person), **facts)  # fmt: skip
    campaign = drafted(left_out, make.event(), by=rosa, frozen=True)

    exclusion = campaign.exclusions.get()
    assert (exclusion.event, exclusion.gate) == (left_out, gate)
    assert said in exclusion.reason
    assert campaign.letters.count() == 1


def test_who_gets_a_letter_elsewhere_meanwhile_is_left_out(rosa):
    """LET-3, G9."""
    event = make.event()
    campaign = drafted(event, make.event(), by=rosa)
    drafted(event, name="The other campaign", frozen=True)

    campaigns.freeze(campaign=campaign, by=rosa)

    assert campaign.exclusions.get().reason == (
        "Already gets a letter for this, in “The other campaign”."
    )


def test_let_3_who_did_several_things_gets_one_letter_for_what_is_due_first(rosa):
    """CMP-1: and five letters of a minister do not come on one morning."""
    ann = make.contributor("Ann")
    late = make.event(ann, what_they_did="drove", due_on=TODAY() + timedelta(days=9))
    first = make.event(ann, what_they_did="cooked", due_on=TODAY() + timedelta(days=2))
    same_day = make.event(ann, what_they_did="sang", due_on=TODAY() + timedelta(days=2))
    campaign = drafted(late, first, same_day, make.event(), by=rosa, frozen=True)

    assert campaign.letters.get(contributor=ann).event == first
    assert campaign.letters.count() == campaign.fixed_letters == 2
    told = campaign.exclusions.order_by("pk").values_list("event", "gate", "reason")
    why = (
        "Gets one letter in this campaign, for ‘cooked’. Thank them for this in another one, or in"
        " another way."
    )
    assert list(told) == [(same_day.pk, "G9", why), (late.pk, "G9", why)]
    assert set(ContributionEvent.objects.free_for(campaign)) == {late, same_day}


def test_let_3_what_can_get_no_letter_takes_none_from_what_can(rosa):
    ann = make.contributor("Ann")
    gone, taken, unsaid, good, last = (
        make.event(ann, due_on=TODAY() + timedelta(days=day)) for day in range(1, 6)
    )
    campaign = drafted(gone, taken, unsaid, good, last, by=rosa)
    drafted(taken, name="The other campaign", frozen=True)
    contributions.close(event=gone, why_not="hold", by=rosa)
    ContributionEvent.objects.filter(pk=unsaid.pk).update(what_it_made_possible="")

    campaigns.freeze(campaign=campaign, by=rosa)

    assert campaign.letters.get().event == good
    why = dict(campaign.exclusions.values_list("event", "gate"))
    assert why == {gone.pk: "G9", taken.pk: "G9", unsaid.pk: "G4", last.pk: "G9"}


def test_let_3_who_can_get_no_letter_is_not_told_of_another(rosa):
    ann = make.contributor("Ann", deceased_on=TODAY())
    campaign = drafted(make.event(ann), make.event(ann), make.event(), by=rosa, frozen=True)

    assert {row.gate for row in campaign.exclusions.all()} == {"G1"}


def test_let_3_a_person_whose_things_are_read_in_two_batches_gets_one_letter(rosa, monkeypatch):
    ann, ben = make.contributor("Ann"), make.contributor("Ben")
    events = [make.event(who) for who in (ann, ben, ann, ben, ann, ben, ann)]
    monkeypatch.setattr("recognition.audience.TOGETHER", 2)

    campaign = drafted(*events, by=rosa, frozen=True)

    assert set(campaign.letters.values_list("event", flat=True)) == {events[0].pk, events[1].pk}
    assert campaign.exclusions.filter(gate="G9").count() == 5


def test_who_is_no_longer_owed_thanks_is_left_out(rosa):
    event = make.event()
    campaign = drafted(event, make.event(), by=rosa)
    contributions.close(event=event, why_not="hold", by=rosa)

    campaigns.freeze(campaign=campaign, by=rosa)

    assert campaign.exclusions.get().gate == "G9"


def test_whoever_signed_up_has_confirmed_the_name_that_they_typed(rosa):
    """CON-4: their own word."""
    person = contributors.link_account(user=make.user("Maya Lind"), email="maya@example.org")

    campaign = drafted(make.event(person), by=rosa, frozen=True)

    assert campaign.letters.get().letter_name == "Maya Lind"


def test_nothing_is_fixed_where_nobody_would_get_a_letter(rosa):
    nobody = drafted(by=rosa)
    with pytest.raises(DomainError, match="Choose at least one person first"):
        campaigns.freeze(campaign=nobody, by=rosa)

    unnamed = drafted(make.event(make.contributor("Al", name_confirmed_by="import")), by=rosa)
    with pytest.raises(DomainError, match="Al cannot get this letter. Al has not confirmed"):
        campaigns.freeze(campaign=unnamed, by=rosa)
    unnamed.refresh_from_db()
    assert unnamed.status == Status.DRAFT


def test_recipients_are_fixed_once(rosa):
    campaign = drafted(make.event(), by=rosa, frozen=True)

    with pytest.raises(DomainError, match="cannot become recipients fixed"):
        campaigns.freeze(campaign=campaign, by=rosa)


def test_the_number_of_questions_does_not_grow_with_the_audience(rosa):
    def asked(people):
        campaign = drafted(*[make.event() for _ in range(people)], by=rosa)
        with CaptureQueriesContext(connection) as captured:
            campaigns.freeze(campaign=campaign, by=rosa)
        assert campaign.letters.count() == people
        return [query["sql"] for query in captured]

    asked(1)  # what is asked once in the life of a process
    few, many = asked(3), asked(30)

    assert len(many) == len(few), "\n".join(sql[:160] for sql in many)
    assert len(many) <= 28, "\n".join(sql[:160] for sql in many)


def test_one_person_is_thanked_in_a_campaign_of_one(rosa):
    event = make.event(make.contributor("Ben Okafor"))

    campaign = campaigns.thank_one(
        event=event,
        template_version=make.template(),
        signatory=make.signatory(),
        dated_on=TODAY(),
        by=rosa,
    )

    assert campaign.name == "Thank you to Ben Okafor"
    assert campaign.status == Status.AUDIENCE_FROZEN
    assert campaign.letters.get().event == event


def test_no_campaign_is_left_behind_where_that_person_cannot_get_a_letter(rosa):
    event = make.event(make.contributor(email=""))

    with pytest.raises(DomainError, match="no email address"):
        campaigns.thank_one(
            event=event,
            template_version=make.template(),
            signatory=make.signatory(),
            dated_on=TODAY(),
            by=rosa,
        )

    assert not Campaign.objects.exists()


def test_a_paragraph_of_only_the_personal_line_is_left_out_where_there_is_none(rosa):
    words = make.template(body="You ((what_they_did)).\n\n((personal_line))\n\nThank you.")

    without = drafted(make.event(), template_version=words, by=rosa, frozen=True)
    with_it = drafted(
        make.event(), template_version=words, personal_line="I saw it.", by=rosa, frozen=True
    )

    assert len(content.compose(without.letters.get()).body) == 2
    assert content.compose(with_it.letters.get()).body[1] == "I saw it."


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Eleven families ate together.", "eleven families ate together"),
        ("Fatima’s class learnt to swim.", "Fatima’s class learnt to swim"),
        ("NHS staff came home earlier", "NHS staff came home earlier"),
    ],
)
def test_facts_read_on_in_mid_sentence(typed, printed):
    assert content.reading_on(typed) == printed


# --- what a change does ---


@pytest.mark.parametrize("stage", ["frozen", "asked", "approved"])
@pytest.mark.parametrize(
    "change",
    [
        {"dated_on": TODAY() + timedelta(days=1)},
        {"personal_line": "I saw it."},
        {"signatory": "another"},
        {"template_version": "another"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_words_take_a_campaign_back_to_draft(programme, rosa, stage, change):
    """CMP-3."""
    campaign = drafted(make.event(), by=rosa, **{stage: True})
    makers = {"signatory": make.signatory, "template_version": make.template}
    change = {key: makers[key]() if value == "another" else value for key, value in change.items()}

    campaigns.change_words(campaign=campaign, by=rosa, **change)

    campaign.refresh_from_db()
    assert (campaign.status, campaign.content_hash, campaign.frozen_at) == ("draft", "", None)
    assert not campaign.letters.exists()
    assert not campaign.approvals.standing().exists()
    assert campaign.candidates.count() == 1


def test_changed_recipients_take_it_back_to_draft_and_the_approver_is_told_why(rosa, amir):
    """CMP-3: with a plain explanation."""
    campaign = drafted(make.event(), by=rosa, approved=True, approver=amir)

    campaigns.choose(campaign=campaign, add=events(make.event()), by=rosa)

    approval = campaign.approvals.get()
    assert approval.voided_at
    assert approval.void_reason == "The recipients were changed."
    [told] = Mail.objects.filter(kind="campaign_reopened")
    assert told.to == amir.email
    assert "The recipients were changed." in told.body
    assert JournalEntry.objects.filter(kind=campaigns.CAMPAIGN_VOIDED).exists()


def test_a_new_name_or_the_same_words_void_nothing(rosa):
    campaign = drafted(make.event(), by=rosa, approved=True)

    campaigns.change_words(campaign=campaign, name="Hosts", dated_on=campaign.dated_on, by=rosa)
    campaigns.choose(campaign=campaign, add=events(*[c.event for c in campaign.candidates.all()]),
                     by=rosa)  # fmt: skip

    campaign.refresh_from_db()
    assert (campaign.status, campaign.name) == (Status.APPROVED, "Hosts")


def test_what_is_released_can_no_longer_be_changed_or_given_up(rosa):
    campaign = drafted(make.event(), by=rosa, released=True)

    for act in (
        lambda: campaigns.change_words(campaign=campaign, name="X", by=rosa),
        lambda: campaigns.choose(campaign=campaign, add=events(make.event()), by=rosa),
        lambda: campaigns.cancel(campaign=campaign, by=rosa),
        lambda: campaigns.reopen(campaign=campaign, why="x", by=rosa),
    ):
        with pytest.raises(DomainError, match="going out"):
            act()


def test_a_campaign_that_is_given_up_leaves_its_people_owed(rosa):
    event = make.event()
    campaign = drafted(event, by=rosa, approved=True)

    campaigns.cancel(campaign=campaign, by=rosa)

    campaign.refresh_from_db()
    assert campaign.status == Status.CANCELLED
    assert list(ContributionEvent.objects.owed().without_letter()) == [event]


# --- the release ---


def test_a_release_hands_every_letter_to_the_workers(rosa):
    campaign = drafted(make.event(), make.event(), by=rosa, approved=True)

    released = releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)

    assert released.status == Status.RELEASING
    assert released.released_at == released.resumed_at
    assert set(campaign.letters.values_list("status", flat=True)) == {Letter.Status.QUEUED}
    facts = JournalEntry.objects.get(kind=releases.CAMPAIGN_RELEASED).facts
    assert facts["letters"] == 2
    assert len(facts["waves"]) == 1


@pytest.mark.parametrize("stage", ["frozen", "asked"])
def test_nothing_is_released_without_approval(rosa, stage):
    campaign = drafted(make.event(), by=rosa, **{stage: True})

    with pytest.raises(DomainError, match="cannot become going out"):
        releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)


def test_nothing_is_released_that_is_not_what_the_page_showed(rosa):
    campaign = drafted(make.event(), by=rosa, approved=True)

    with pytest.raises(DomainError, match="changed after you opened the page"):
        releases.release(campaign=campaign, seen="something else", by=rosa)


def test_nothing_is_released_when_the_approver_has_lost_the_role(rosa, amir):
    """Story 9."""
    campaign = drafted(make.event(), by=rosa, approved=True, approver=amir)
    amir.grants.update(from_on=TODAY() - timedelta(days=9), to_on=TODAY() - timedelta(days=1))

    with pytest.raises(DomainError, match="does not approve letters any more"):
        releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)


def test_nothing_is_released_after_the_signatory_has_left(rosa):
    """SIG-2."""
    campaign = drafted(make.event(), by=rosa, approved=True)
    Signatory.objects.update(office_to=TODAY() - timedelta(days=1))
    Campaign.objects.update(content_hash=fingerprints.campaign_hash(Campaign.objects.get()))
    campaign.approvals.update(content_hash=Campaign.objects.get().content_hash)

    campaign = Campaign.objects.get()
    with pytest.raises(DomainError, match="is not Director of Public Health today"):
        releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)


@pytest.mark.parametrize(
    "behind_our_back",
    [
        lambda: Signatory.objects.update(style="Somebody Else"),
        lambda: Letter.objects.update(email="elsewhere@example.org"),
        lambda: Letter.objects.update(content_hash="0" * 64),
        lambda: Letter.objects.first().delete(),
    ],
)
def test_nothing_is_released_that_was_changed_past_the_actions(rosa, behind_our_back):
    """CMP-3: the hashes are computed again, not believed."""
    campaign = drafted(make.event(), make.event(), by=rosa, approved=True)

    behind_our_back()

    with pytest.raises(DomainError, match="Open the campaign again"):
        releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    assert not Letter.objects.filter(status="queued").exists()


# --- what the database keeps true ---


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"status": "approved"}, "campaign_past_draft_is_frozen"),
        ({"name": ""}, "campaign_has_a_name"),
    ],
)
def test_the_database_refuses_a_campaign_that_is_not_whole(programme, broken, constraint):
    drafted()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Campaign.objects.update(**broken)


def test_letters_go_out_by_being_released_and_in_no_other_way(rosa):
    """CMP-3: to resume what was never released is refused by the database, in words."""
    campaign = drafted(make.event(), by=rosa, approved=True)

    with pytest.raises(DomainError, match="not released yet"):
        progress.resume(campaign=campaign, by=rosa)


def test_the_database_refuses_two_exclusions_of_one_thing_and_one_without_reason(rosa):
    event = make.event(make.contributor(email=""))
    campaign = drafted(event, make.event(), by=rosa, frozen=True)
    same = {"campaign": campaign, "event": event, "contributor": event.contributor, "gate": "G5"}

    with pytest.raises(IntegrityError, match="exclusion_once_per_event"), transaction.atomic():
        Exclusion.objects.create(reason="Again.", **same)
    with pytest.raises(IntegrityError, match="exclusion_has_a_reason"), transaction.atomic():
        Exclusion.objects.update(reason="")


def test_the_database_refuses_two_live_letters_for_one_thing(rosa):
    """LET-3."""
    letter = drafted(make.event(), by=rosa, frozen=True).letters.get()
    letter.pk, letter.ref = None, "LT-OTHER"

    with pytest.raises(IntegrityError, match="letter_one_live_per_event"), transaction.atomic():
        letter.save(force_insert=True)


def test_the_newest_version_of_each_template_is_found(programme):
    make.template(name="A")
    make.template(name="B")

    assert TemplateVersion.objects.latest_of_each().count() == 2


def test_cmp_1_recipients_are_fixed_a_few_at_a_time(programme, rosa, monkeypatch):
    """What is in memory does not depend on how many they are; the letters do not depend on it."""
    events = [make.event(programme=programme) for _ in range(5)]
    events.append(make.event(make.contributor(deceased_on=TODAY()), programme=programme))
    campaign = make.campaign(events, by=rosa)
    monkeypatch.setattr("recognition.audience.TOGETHER", 2)
    sizes = []
    for_real = audience._written

    def watched(*args):
        batch = for_real(*args)
        sizes.append(len(batch.letters) + len(batch.exclusions))
        return batch

    monkeypatch.setattr("recognition.audience._written", watched)

    frozen = campaigns.freeze(campaign=campaign, by=rosa)

    assert sizes == [2, 2, 2]
    assert frozen.fixed_letters == frozen.letters.count() == 5
    assert frozen.exclusions.get().gate == "G1"
    assert set(frozen.letters.values_list("event", flat=True)) == {one.pk for one in events[:5]}


def test_the_audience_hash_is_that_of_its_sorted_lines(programme, rosa):
    """As it was when all lines were in memory at once: what was approved then still is."""
    numbers = (99_999_998, 99_999_999, 100_000_000)  # as texts, the last comes first
    campaign = make.campaign([make.event(pk=one) for one in numbers], by=rosa, frozen=True)

    lines = sorted(fingerprints._line(letter) for letter in campaign.letters.all())

    assert campaign.audience_hash == fingerprints._sha256(*lines)
