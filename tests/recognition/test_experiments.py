"""Experiments: planned, registered, drawn, begun and stopped (EXP-1 to EXP-5; story 24)."""

from collections import Counter
from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition import content, fingerprints
from recognition.actions import campaigns, experiments
from recognition.models import Arm, Assignment, Campaign, Experiment, Letter
from recognition.research import drawing
from tests import make
from tests.make import LETTER_BODY, WARM_BODY


@pytest.fixture
def trial(programme, rosa):
    """A plan for the letters of twenty-four people who live alone."""
    return make.experiment(make.campaign([make.event() for _ in range(24)], by=rosa), by=rosa)


def fixed(trial, rosa):
    experiments.register(experiment=trial, by=rosa)
    return campaigns.freeze(campaign=trial.campaign, by=rosa)


# --- Planned ---


def test_exp_2_the_usual_words_come_first_and_everybody_is_thanked(trial):
    usual, warm = trial.arms.order_by("number")

    assert usual.template_version == trial.campaign.template_version
    assert (usual.code, warm.code) == ("A", "B")
    assert trial.campaign.needs_info_rights


def test_exp_2_no_arm_is_without_words(trial):
    with pytest.raises(IntegrityError, match="template_version_id"), transaction.atomic():
        Arm.objects.create(experiment=trial, number=3, template_version=None)


def test_arms_do_not_overlap(trial, rosa):
    usual = trial.campaign.template_version

    with pytest.raises(DomainError, match="Two of these say the same"):
        experiments.change(experiment=trial, wordings=[usual], by=rosa)


@pytest.mark.parametrize("others", [0, 4])
def test_there_are_two_to_four_arms(trial, rosa, others):
    wordings = [make.template(by=rosa) for _ in range(others)]

    with pytest.raises(DomainError, match="one, two or three others"):
        experiments.change(experiment=trial, wordings=wordings, by=rosa)


def test_all_words_are_in_one_language_and_of_one_programme(trial, rosa):
    elsewhere = make.template(make.programme("Vale"), by=rosa)

    for wording in (make.template(language="cy", by=rosa), elsewhere):
        with pytest.raises(DomainError, match="in one language"):
            experiments.change(experiment=trial, wordings=[wording], by=rosa)


def test_a_campaign_carries_one_experiment(trial, rosa):
    with pytest.raises(DomainError, match="carries an experiment already"):
        make.experiment(trial.campaign, by=rosa)


def test_it_is_planned_before_recipients_are_fixed(programme, rosa):
    frozen = make.campaign(by=rosa, frozen=True)

    with pytest.raises(DomainError, match="open them again first"):
        make.experiment(frozen, by=rosa)


def test_a_plan_is_changed_and_given_up_until_it_is_registered(trial, rosa):
    changed = experiments.change(
        experiment=trial, wordings=[make.template(by=rosa)], by=rosa, mde=2, unit="person"
    )
    assert (changed.mde, changed.unit) == (2, "person")

    campaign = experiments.drop(experiment=changed, by=rosa)

    assert not Experiment.objects.exists()
    assert campaigns.freeze(campaign=campaign, by=rosa).status == "audience_frozen"


# --- Registered ---


def test_exp_1_what_is_registered_stays(trial, rosa):
    registered = experiments.register(experiment=trial, by=rosa)

    assert (registered.planned_n_per_arm, registered.needed_n_per_arm) == (12, 36)
    assert len(registered.seed) == 32
    assert JournalEntry.objects.get(kind="experiment.registered").facts["planned"] == 12
    for again in (experiments.change, experiments.drop):
        extra = {"wordings": []} if again is experiments.change else {}
        with pytest.raises(DomainError, match="what was planned stays as it is"):
            again(experiment=registered, by=rosa, **extra)
    with pytest.raises(DomainError, match="cannot become registered"):
        experiments.register(experiment=registered, by=rosa)


@pytest.mark.parametrize(
    "change",
    [
        {"question": "Something else?"},
        {"hypothesis": "We knew it."},
        {"primary_outcome": "renewed"},
        {"mde": 3},
        {"window_days": 90},
        {"unit": "person"},
        {"seed": "0" * 32},
        {"needed_n_per_arm": 5},
        {"planned_n_per_arm": 999},
        {"registered_at": timezone.now()},
    ],
)
def test_exp_1_the_database_refuses_to_change_it(trial, rosa, change):
    experiments.register(experiment=trial, by=rosa)

    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Experiment.objects.update(**change)


def test_exp_1_the_database_keeps_its_arms(trial, rosa):
    experiments.register(experiment=trial, by=rosa)
    words = make.template(by=rosa)

    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        Arm.objects.filter(number=2).update(template_version=words)
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        Arm.objects.filter(number=2).delete()
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        Arm.objects.create(experiment=trial, number=3, template_version=words)
    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        Experiment.objects.filter(pk=trial.pk).delete()


def test_exp_6_fewer_than_ten_for_each_are_too_few(programme, rosa):
    few = make.campaign([make.event() for _ in range(19)], by=rosa)

    with pytest.raises(DomainError, match="There are 9 for each wording. Of fewer than 10"):
        experiments.register(experiment=make.experiment(few, by=rosa), by=rosa)


@pytest.mark.parametrize("word", ["proves", "prove", "Proof", "proven", "proving"])
def test_exp_5_a_small_one_does_not_say_that_it_proves(trial, rosa, word):
    experiments.change(
        experiment=trial,
        wordings=[make.template(by=rosa)],
        hypothesis=f"This {word} that warm words mean more.",
        by=rosa,
    )

    with pytest.raises(DomainError, match=f"You wrote “{word}”"):
        experiments.register(experiment=trial, by=rosa)


def test_a_difference_that_cannot_be_is_refused(trial, rosa):
    impossible = {"primary_outcome": "response", "baseline": 95, "mde": 30}
    experiments.change(experiment=trial, wordings=[make.template(by=rosa)], by=rosa, **impossible)

    with pytest.raises(DomainError, match="no room for such a difference"):
        experiments.register(experiment=trial, by=rosa)


def test_words_that_changed_are_saved_again_first(trial, rosa):
    campaigns.change_words(
        campaign=trial.campaign, template_version=make.template(by=rosa), by=rosa
    )

    with pytest.raises(DomainError, match="Open the plan and save it again"):
        experiments.register(experiment=trial, by=rosa)


# --- Drawn ---


def test_exp_3_drawn_before_anything_is_written(trial, rosa):
    campaign = fixed(trial, rosa)

    letters = list(campaign.letters.with_words())
    assert len(letters) == 24
    for letter in letters:
        says = content.compose(letter)
        assert says.fingerprint() == letter.content_hash
        assert ("It stayed with me" in says.body[0]) is (letter.assignment.arm.code == "B")
    assert set(Counter(letter.assignment.arm.code for letter in letters)) == {"A", "B"}


def test_exp_3_the_same_seed_draws_the_same(trial, rosa):
    campaign = fixed(trial, rosa)
    before = dict(Assignment.objects.values_list("unit", "arm"))

    campaigns.reopen(campaign=campaign, why="A typing error", by=rosa)
    assert not Assignment.objects.exists()
    campaigns.freeze(campaign=campaign, by=rosa)

    assert dict(Assignment.objects.values_list("unit", "arm")) == before
    seed = Experiment.objects.get().seed
    for drawn in Assignment.objects.select_related("arm"):
        assert drawing.arm_number(seed, drawn.unit, 2) == drawn.arm.number


def test_a_draw_of_long_ago_can_be_drawn_again():
    units = [f"household:{number}" for number in range(1, 13)]

    drawn = [drawing.arm_number("2026", unit, 3) for unit in units]

    assert drawn == [3, 1, 2, 1, 2, 1, 3, 2, 3, 2, 2, 3]


def test_arms_come_out_about_even():
    drawn = Counter(drawing.arm_number("seed", f"person:{n}", 4) for n in range(4000))

    assert all(900 < number < 1100 for number in drawn.values())


def test_a_household_is_never_split(programme, rosa):
    couples = [make.household(make.contributor(), make.contributor()) for _ in range(20)]
    events = [make.event(member.contributor) for home in couples for member in home.members.all()]
    trial = make.experiment(make.campaign(events, by=rosa), by=rosa, unit="household")

    campaign = fixed(trial, rosa)

    assert Experiment.objects.get().planned_n_per_arm == 10
    for home in couples:
        people = home.members.values("contributor")
        of_home = campaign.letters.filter(contributor__in=people)
        assert of_home.values("assignment").distinct().count() == 1


def test_one_that_would_split_a_household_is_refused(programme, rosa):
    home = make.household(make.contributor(), make.contributor())
    events = [make.event(member.contributor) for member in home.members.all()]
    campaign = make.campaign([*events, *(make.event() for _ in range(30))], by=rosa)

    with pytest.raises(DomainError, match="Choose households"):
        experiments.register(experiment=make.experiment(campaign, by=rosa, unit="person"), by=rosa)


def test_an_organisation_gets_one_wording(programme, rosa, kitchen):
    events = [make.event(organisation=kitchen) for _ in range(3)]
    campaign = make.campaign([*events, *(make.event() for _ in range(30))], by=rosa)
    trial = make.experiment(campaign, by=rosa, unit="organisation")

    fixed(trial, rosa)

    of_kitchen = Letter.objects.filter(event__organisation=kitchen)
    assert of_kitchen.values_list("assignment__unit").distinct().get() == (
        f"organisation:{kitchen.pk}",
    )


def test_exp_3_whoever_could_not_get_each_wording_gets_none(programme, rosa):
    """Otherwise people without a known fact would be left under one wording only."""
    unknown = [make.event(what_it_made_possible="") for _ in range(6)]
    campaign = make.campaign(
        [*unknown, *(make.event() for _ in range(24))],
        by=rosa,
        template_version=make.template(body=WARM_BODY, by=rosa),
    )
    other = make.template(body=LETTER_BODY, by=rosa)
    trial = make.experiment(campaign, by=rosa, wordings=[other])

    campaign = fixed(trial, rosa)

    assert campaign.exclusions.count() == 6
    assert Assignment.objects.count() == 24


def test_letters_wait_for_the_registration(trial, rosa):
    with pytest.raises(DomainError, match="still being planned"):
        campaigns.freeze(campaign=trial.campaign, by=rosa)


def test_letters_keep_to_the_usual_words_that_were_registered(trial, rosa):
    experiments.register(experiment=trial, by=rosa)
    campaigns.change_words(
        campaign=trial.campaign, template_version=make.template(by=rosa), by=rosa
    )

    with pytest.raises(DomainError, match="Choose them again"):
        campaigns.freeze(campaign=trial.campaign, by=rosa)


def test_the_audience_hash_binds_the_draw(trial, rosa):
    campaign = fixed(trial, rosa)
    one, *_, other = campaign.letters.order_by("assignment")
    assert fingerprints.audience_hash(campaign.letters.all()) == campaign.audience_hash

    campaign.letters.filter(pk=one.pk).update(assignment=other.assignment)

    assert fingerprints.audience_hash(campaign.letters.all()) != campaign.audience_hash


def test_p1_whoever_wrote_the_other_words_does_not_approve(programme, rosa, amir):
    campaign = make.campaign([make.event() for _ in range(24)], by=rosa)
    trial = make.experiment(campaign, by=rosa, wordings=[make.template(body=WARM_BODY, by=amir)])

    assert amir in fixed(trial, rosa).drafters.all()


# --- Begun and stopped ---


def test_it_begins_with_the_release_of_its_letters(rosa, amir):
    running = make.running(rosa=rosa, amir=amir)

    assert running.status == "running"
    assert running.ends_on == timezone.localdate() + timedelta(days=28)
    assert JournalEntry.objects.filter(kind="experiment.started").exists()


def test_exp_4_it_stops_early_for_harm_and_the_letters_wait(rosa, amir, lena):
    stopped = experiments.stop(
        experiment=make.running(rosa=rosa, amir=amir),
        harm="complaints",
        harm_note="Five calls.",
        by=lena,
    )

    assert (stopped.status, Campaign.objects.get().status) == ("stopped", "paused")
    assert JournalEntry.objects.get(kind="experiment.stopped").facts["harm"] == "complaints"
    with pytest.raises(DomainError, match="cannot become stopped early"):
        experiments.stop(experiment=stopped, harm="regrets", harm_note="Again.", by=lena)


def test_exp_4_the_database_wants_a_reason(rosa, amir):
    make.running(rosa=rosa, amir=amir)

    with pytest.raises(IntegrityError, match="only_for_harm"), transaction.atomic():
        Experiment.objects.update(status="stopped")


def test_exp_4_the_database_keeps_results_for_the_end(rosa, amir):
    make.running(rosa=rosa, amir=amir)

    with pytest.raises(IntegrityError, match="after_its_end"), transaction.atomic():
        Experiment.objects.update(results={"arms": []})


@pytest.mark.django_db(transaction=True)
def test_of_two_who_register_at_once_one_finds_it_done(rosa, held):
    campaign = make.campaign([make.event() for _ in range(24)], by=rosa)
    trial = make.experiment(campaign, by=rosa)
    is_held, let_go = held(Experiment)
    said = []

    def register():
        try:
            experiments.register(experiment=trial, by=rosa)
            said.append("registered")
        except DomainError as error:
            said.append(str(error))
        finally:
            connection.close()

    first = Thread(target=register)
    first.start()
    assert is_held.wait(10)
    second = Thread(target=register)
    second.start()
    let_go.set()
    first.join(10)
    second.join(10)

    assert sorted(said)[1] == "registered"
    assert "cannot become registered" in sorted(said)[0]


# --- Pages ---


def url(name, *args):
    return reverse(f"recognition:{name}", args=args)


def typed(**changes):
    return {
        "question": "Do warmer words mean more?",
        "hypothesis": "They do.",
        "wording_2": make.template(body=WARM_BODY).pk,
        "wording_3": "",
        "unit": "household",
        "primary_outcome": "renewed",
        "mde": "10",
        "baseline": "10",
        "strata": "nation",
        **changes,
    }


def test_an_experiment_is_planned_read_and_registered(programme, rosa, as_):
    campaign = make.campaign([make.event() for _ in range(24)], by=rosa, name="Spring")
    client = as_(rosa)
    assert "Plan an experiment" in client.get(url("experiment_list")).content.decode()

    client.post(url("experiment_new", campaign.pk), typed())

    trial = Experiment.objects.get()
    page = client.get(trial.get_absolute_url()).content.decode()
    assert trial.primary_outcome == "renewed"
    assert (trial.window_days, trial.baseline) == (90, 10)
    assert "each wording takes 199. There are 12 for each." in page
    assert "So it can give a hint." in page
    client.post(url("experiment_edit", trial.pk), typed(mde="85"))
    assert "That is enough" in client.get(trial.get_absolute_url()).content.decode()
    client.post(url("experiment_register", trial.pk))
    assert "It waits for its letters" in client.get(trial.get_absolute_url()).content.decode()
    for name in ("experiment_edit", "experiment_register", "experiment_drop"):
        assert client.get(url(name, trial.pk)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"wording_2": ""}, "Choose the words to compare"),
        ({"mde": "0"}, "Enter 0.1 or more"),
        ({"mde": "0.5"}, "it is in percentage points"),
        ({"primary_outcome": "valued"}, "Enter 4 or less"),
        ({"primary_outcome": ""}, "Choose what tells you"),
        ({"primary_outcome": "response", "window_days": "3"}, "Enter 7 or more"),
        ({"primary_outcome": "valued", "answer_rate": "0"}, "Enter 1 or more"),
        ({"baseline": ""}, "Enter how many in 100"),
        ({"baseline": "100"}, "Enter 99 or less"),
        ({"hypothesis": " "}, "Write what you expect"),
    ],
)
def test_a_plan_that_cannot_be_is_named(programme, rosa, as_, changes, says):
    campaign = make.campaign(by=rosa)

    answer = as_(rosa).post(url("experiment_new", campaign.pk), typed(**changes))

    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "planned"),
    [
        ({"primary_outcome": "valued", "mde": "0.5", "baseline": ""}, ("valued", 28, 30, None)),
        (
            {"primary_outcome": "valued", "mde": "0.5", "answer_rate": "50", "window_days": "40"},
            ("valued", 40, 50, None),
        ),
        ({"primary_outcome": "response", "baseline": "20"}, ("response", 28, 30, 20)),
        ({"window_days": "14"}, ("renewed", 90, 30, 10)),
    ],
)
def test_a_plan_may_ask_a_question_or_count_new_offers(programme, rosa, as_, changes, planned):
    campaign = make.campaign(by=rosa)

    as_(rosa).post(url("experiment_new", campaign.pk), typed(**changes))

    trial = Experiment.objects.get()
    assert planned == (
        *(trial.primary_outcome, trial.window_days),
        *(trial.answer_rate, trial.baseline),
    )


def test_overlapping_arms_are_named(programme, rosa, as_):
    campaign, same = make.campaign(by=rosa), make.template().pk

    answer = as_(rosa).post(
        url("experiment_new", campaign.pk), typed(wording_2=same, wording_3=same)
    )

    assert answer.status_code == 422
    assert "You have chosen these words already" in answer.content.decode()


def test_exp_4_the_page_of_a_running_one_shows_no_results(rosa, amir, lena, as_):
    trial = make.running(rosa=rosa, amir=amir)

    page = as_(lena).get(trial.get_absolute_url()).content.decode()

    assert "Results stay hidden until" in page


def test_a_lead_stops_one_because_of_harm(rosa, amir, lena, as_):
    trial = make.running(rosa=rosa, amir=amir)

    as_(lena).post(url("experiment_stop", trial.pk), {"harm": "regrets", "harm_note": "Two."})

    page = as_(lena).get(trial.get_absolute_url()).content.decode()
    assert "Stopped early, for harm" in page
    assert "Letters were wrong or did hurt. Two." in page


def test_as_many_queries_for_ten_as_for_two(rosa, as_):
    client = as_(rosa)
    client.get(url("experiment_list"))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(url("experiment_list"))
        return len(captured)

    for _ in range(2):
        make.experiment(make.campaign(by=rosa), by=rosa)
    few = queries()
    for _ in range(8):
        make.experiment(make.campaign(by=rosa), by=rosa)
    assert queries() == few


def test_a_plan_for_many_takes_as_many_queries_as_for_few(rosa, django_assert_num_queries):
    trial = make.experiment(make.campaign([make.event() for _ in range(30)], by=rosa), by=rosa)

    with django_assert_num_queries(2):
        assert drawing.at_hand(trial) == (30, 1.0)


def test_let_3_a_plan_counts_one_letter_for_each_person(rosa):
    ann = make.contributor("Ann")
    trial = make.experiment(make.campaign([make.event(ann), make.event(ann)], by=rosa), by=rosa)

    assert drawing.at_hand(trial) == (1, 1.0)
