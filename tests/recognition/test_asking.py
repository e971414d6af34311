"""Which letters carry the question of an experiment (EXP-3, EXP-7, EXP-8; TPL-3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.actions import preferences
from coalition.domain import DomainError
from recognition import content, gates, proofs
from recognition.actions import campaigns, dispatch, experiments, rendering
from recognition.models import Assignment, Experiment, Letter
from recognition.research import asking, question
from tests import make
from tests.make import WARM_BODY

TODAY = timezone.localdate


@pytest.fixture
def people(db):
    return [make.contributor() for _ in range(24)]


def fixed(people, rosa, **plan):
    """Letters whose recipients are fixed, of an experiment that asks."""
    begun = make.campaign([make.event(person) for person in people], by=rosa)
    experiments.register(experiment=make.experiment(begun, by=rosa, **plan), by=rosa)
    return campaigns.freeze(campaign=begun, by=rosa)


def asked(campaign):
    return {letter.contributor for letter in campaign.letters.filter(asks=True)}


def g(code, letter):
    letter = Letter.objects.with_words().get(pk=letter.pk)
    return gates.evaluate(letter, gates.facts_about(letter)).results[code]


# --- Fixed ---


def test_letters_carry_the_question_in_words_and_code(people, rosa):
    campaign = fixed(people, rosa)

    letter = campaign.letters.with_words()[0]
    says = content.compose(letter)
    assert asked(campaign) == set(people)
    assert says.question.ask == "How much did this letter mean to you?"
    assert says.question.url == question.url_of(letter)
    assert question.code_of(letter) in says.question.shown
    assert says.fingerprint() == letter.content_hash
    letter.asks = False
    assert content.compose(letter).fingerprint() != letter.content_hash


def test_new_offers_are_counted_without_asking(people, rosa):
    campaign = fixed(people, rosa, primary_outcome="renewed", baseline=10, mde=50)

    assert not asked(campaign)
    assert content.compose(campaign.letters.with_words()[0]).question is None


def test_exp_8_whoever_asked_for_no_more_is_not_asked_and_stays_assigned(people, rosa):
    preferences.stop_surveys(person=people[0])

    campaign = fixed(people, rosa)

    assert asked(campaign) == set(people[1:])
    assert campaign.letters.count() == Assignment.objects.count() == 24


@pytest.mark.parametrize("days", [10, 200])
def test_exp_8_nobody_is_asked_twice_in_180_days(people, rosa, days):
    first = fixed(people, rosa)
    sent = timezone.now() - timedelta(days=days)
    first.letters.update(status="sent", pdf_hash="a" * 64, sent_at=sent)

    second = fixed(people, rosa)

    assert asked(second) == (set() if days < 180 else set(people))


def test_exp_8_the_page_says_how_many_letters_carry_the_question(people, rosa, as_):
    preferences.stop_surveys(person=people[0])
    campaign = fixed(people, rosa)

    page = as_(rosa).get(campaign.experiment.get_absolute_url()).text

    assert "23 of 24 letters" in page


def test_exp_8_a_letter_that_waits_counts_as_asked(people, rosa):
    fixed(people[:24], rosa)

    assert not asked(fixed(people, rosa))


def test_exp_8_nobody_is_asked_twice_for_having_done_two_things(people, rosa):
    campaign = fixed([*people, people[0]], rosa)

    assert campaign.letters.count() == 24
    assert campaign.letters.filter(contributor=people[0], asks=True).count() == 1


def test_exp_8_nobody_in_a_house_that_mourns_is_asked(people, rosa):
    died = make.contributor(deceased_on=TODAY() - timedelta(days=9))
    make.household(people[0], died)

    assert asked(fixed(people, rosa)) == set(people[1:])


def test_exp_8_nor_where_a_death_ended_their_living_together(people, rosa):
    died = make.contributor(deceased_on=TODAY() - timedelta(days=9))
    home = make.household(people[0], died, from_on=TODAY() - timedelta(days=99))
    home.members.update(from_on=TODAY() - timedelta(days=99))
    home.members.filter(contributor=died).update(to_on=TODAY() - timedelta(days=9))

    assert asked(fixed(people, rosa)) == set(people[1:])


def test_exp_8_nor_in_one_on_hold(people, rosa):
    held = make.contributor()
    make.household(people[0], held)
    make.hold(held, "publicity")

    assert asked(fixed(people, rosa)) == set(people[1:])


def test_a_child_is_not_asked(people, rosa):
    child = make.contributor(adult="no")

    assert asking.why_not([child])[child.pk].startswith("We do not know that")


def test_as_many_queries_for_many_as_for_few(people, django_assert_num_queries):
    for person in people[:4]:
        make.household(person, make.contributor())

    for some in (people[:2], people):
        with django_assert_num_queries(5):
            asking.why_not(some)


# --- About to go ---


@pytest.fixture
def going(rosa, amir):
    trial = make.running(rosa=rosa, amir=amir)
    return trial.campaign.letters.with_words().order_by("pk")[0]


def test_g3_whoever_asked_for_no_more_meanwhile_gets_no_question(going):
    assert g("G3", going) == ""
    preferences.stop_surveys(person=going.contributor)

    assert g("G3", going).startswith("This letter asks a question.")


def test_g3_a_house_that_mourns_now_gets_no_question(going):
    died = make.contributor()
    make.household(going.contributor, died)
    assert g("G3", going) == ""
    type(died).objects.filter(pk=died.pk).update(deceased_on=TODAY())

    assert g("G3", going) == f"This letter asks a question. {asking.BEREAVED}"


def test_g3_whoever_was_asked_meanwhile_gets_no_question(going):
    assert g("G3", going) == ""
    twin = make.campaign([make.event(going.contributor)], released=True)
    twin.letters.update(asks=True, status="sent", pdf_hash="a" * 64, sent_at=timezone.now())

    assert g("G3", going) == f"This letter asks a question. {asking.LATELY}"


def test_exp_7_g7_an_embargo_on_surveys_holds_letters_that_ask(going, amir):
    make.embargo(by=amir, name="Census week", covers="surveys")
    unasked = Letter.objects.filter(pk=Letter.objects.latest("pk").pk)
    unasked.update(asks=False)

    assert g("G7", going).startswith("‘Census week’ holds such letters until")
    assert g("G7", unasked.get()) == ""


def test_exp_7_in_its_nation_only_and_no_other_letters(going, amir, rosa):
    make.embargo(by=amir, covers="surveys", nation="NIR")
    assert g("G7", going) == ""

    make.embargo(by=amir, covers="surveys")
    official = make.campaign(by=rosa, released=True).letters.get()
    assert g("G7", official) == ""


def test_exp_7_it_does_not_begin_while_surveys_are_under_an_embargo(people, rosa, amir):
    begun = make.campaign([make.event(person) for person in people], by=rosa)
    trial = make.experiment(begun, by=rosa)
    experiments.register(experiment=trial, by=rosa)
    make.embargo(by=amir, name="Census week", covers="surveys")

    with pytest.raises(DomainError, match="‘Census week’ holds letters that ask a question"):
        experiments.start(campaign=begun, by=rosa)

    assert Experiment.objects.get().status == "registered"


# --- Room for it ---


def test_tpl_3_the_question_counts_to_the_words_of_the_letter(people, rosa):
    campaign = make.campaign([make.event(person) for person in people], by=rosa)
    long_ = make.template(body=" ".join(["word"] * 200), by=rosa)

    with pytest.raises(DomainError, match="has 200 words, and the question takes"):
        make.experiment(campaign, by=rosa, wordings=[long_])
    make.experiment(
        campaign, by=rosa, wordings=[long_], primary_outcome="renewed", baseline=10, mde=20
    )


@pytest.mark.parametrize("kind", ["certificate", "reference"])
def test_what_is_shown_to_others_asks_nothing(people, rosa, kind):
    words = make.template(kind=kind, body="((what_they_did)).", by=rosa)
    campaign = make.campaign(
        [make.event(person) for person in people], by=rosa, template_version=words
    )

    with pytest.raises(DomainError, match="which asks nobody anything"):
        make.experiment(campaign, by=rosa, wordings=[make.template(body=WARM_BODY, by=rosa)])


# --- Seen before it goes, and gone ---


def test_cmp_2_proofs_show_the_question_and_who_is_not_asked(people, rosa):
    preferences.stop_surveys(person=people[0])

    picked = proofs.ugliest_first(fixed(people, rosa))

    whys = {why: proof for proof in picked for why in proof.why}
    assert whys["Asks a question"].content.question
    silent = whys["Asks nothing, in an experiment that asks"]
    assert silent.letter.contributor == people[0]
    assert not any(proof.problem for proof in picked)


def test_the_mail_carries_the_link_in_text_and_html(going, mail_server):
    rendering.typeset_chunk(campaign_id=going.campaign_id)
    dispatch.send_chunk(campaign_id=going.campaign_id)

    message = next(m for m in mail_server.messages if going.email in m["To"])
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    assert len(parts) == 2
    for part in parts:
        assert question.url_of(going) in part.get_content()
