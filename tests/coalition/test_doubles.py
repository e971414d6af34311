"""What may be on the register twice is found, shown to nobody twice, and remembered."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from coalition import bell, tasks
from coalition.actions import anonymising, contributors, doubles, merges, organisations, successions
from coalition.domain import DomainError
from coalition.models import JournalEntry, LikelyDouble, Uncompared
from tests import make

NAME = "Vale Befrienders"


@pytest.fixture
def befrienders(db):
    return make.organisation(NAME, area="Vale")


@pytest.fixture
def twin(befrienders):
    return make.organisation("The Vale Befrienders Ltd", area="Vale")


def look():
    """Until nothing waits."""
    while doubles.look_on():
        pass


def pairs():
    return [
        {double.first, double.second}
        for double in LikelyDouble.objects.standing().undecided().with_rows()
    ]


def person(name="Ngozi Okafor", **fields):
    return make.contributor(name, **{"email": "", "phone": "01632 960 123", **fields})


class TestFinding:
    def test_two_organisations_of_one_name_are_found_with_the_reason(self, befrienders, twin):
        make.organisation("Harbour Homes")

        look()

        double = LikelyDouble.objects.standing().undecided().get()
        assert (double.first, double.second) == (befrienders, twin)
        assert double.likeness > 75
        assert double.reasons

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Vale Befrienders", "Vale Befreinders"),
            ("Vale Befrienders", "The Befrienders, Vale"),
            ("Home-Start Vale", "HOME START VALE LIMITED"),
            ("Vale F C", "Vale Football Club"),
            ("CAB Vale", "Citizens Advice Vale"),
        ],
    )
    def test_no_typing_error_nor_short_form_hides_anybody(self, db, one, other):
        both = {make.organisation(one), make.organisation(other)}

        look()

        assert pairs() == [both]

    def test_two_branches_of_one_federation_are_two(self, db):
        for town in ("Durham", "Derby", "Dover"):
            make.organisation(f"Mind in {town}", area=town)

        look()

        assert not LikelyDouble.objects.exists()

    def test_whose_part_it_is_or_what_came_after_it_is_known(self, befrienders, twin, lena):
        organisations.change(organisation=twin, parent=befrienders, by=lena)
        look()
        assert not pairs()

        organisations.change(organisation=twin, parent=None, by=lena)
        look()
        assert pairs() == [{befrienders, twin}]

        successions.note(
            predecessor=befrienders,
            successor=twin,
            kind="replaced",
            happened_on=timezone.localdate(),
            source="Their website",
            by=lena,
        )
        look()
        assert not pairs()

    @pytest.mark.parametrize(
        "both",
        [
            {"phone": "01632 960 123"},
            {"phone": "", "address": "3 Mill Lane\nVale\nBS1 4ST"},
            {"phone": "", "email": "home@example.org", "email_is_shared": True},
        ],
        ids=["phone", "postcode", "email"],
    )
    def test_a_name_and_something_else_in_common_is_enough_for_people(self, db, both):
        one, other = person(**both), person("Okafor, Ngozi", **both)
        person("Ngozi Okafor", phone="")

        look()

        assert pairs() == [{one, other}]

    def test_who_is_with_the_same_organisation_under_the_same_name_is_found(self, befrienders):
        one, other = (person(phone="", organisation=befrienders) for _ in "12")

        look()

        assert pairs() == [{one, other}]

    def test_con6_a_couple_with_one_telephone_are_two(self, db):
        person("Tom Bell")
        person("Ifeoma Bell")

        look()

        assert not LikelyDouble.objects.exists()

    def test_who_died_is_found_so_that_no_second_row_of_them_is_thanked(self, db):
        one = person(deceased_on=timezone.localdate(), deceased_source="family")
        other = person()

        look()

        assert pairs() == [{one, other}]


class TestLookingOn:
    def test_what_was_looked_at_is_not_looked_at_again(self, befrienders, twin):
        look()

        assert doubles.look_on() == 0

    def test_a_changed_row_is_looked_at_again_and_unlike_ones_leave(self, befrienders, twin, lena):
        look()
        organisations.change(organisation=twin, name="Harbour Homes", by=lena)

        look()

        assert not LikelyDouble.objects.exists()

    def test_only_what_tells_who_somebody_is_makes_us_look_again(self, befrienders, lena):
        look()

        organisations.change(organisation=befrienders, size_band="1m", by=lena)

        assert not Uncompared.objects.exists()

    def test_a_new_place_or_register_number_makes_us_look_again(self, befrienders, lena):
        one = person()
        look()

        contributors.affiliate(contributor=one, organisation=befrienders, by=lena)
        organisations.add_identifier(
            organisation=befrienders, scheme="GB-CHC", value="1234567", by=lena
        )

        waiting = Uncompared.objects.values_list("kind", "row_id")
        assert set(waiting) == {("contributor", one.pk), ("organisation", befrienders.pk)}

    def test_some_at_a_time_and_all_in_the_end(self, db, monkeypatch):
        monkeypatch.setattr(doubles, "AT_ONCE", 2)
        for _ in "12345":
            make.organisation(NAME)

        taken = [doubles.look_on() for _ in range(4)]

        assert taken == [2, 2, 1, 0]
        assert LikelyDouble.objects.count() == 10

    def test_what_changed_many_times_is_compared_once(self, db, monkeypatch):
        monkeypatch.setattr(doubles, "AT_ONCE", 1)
        one = make.organisation()
        for number in "123":
            type(one).objects.update(name=f"Group {number}")

        assert [doubles.look_on() for _ in "12"] == [1, 0]

    def test_the_task_rings_for_more_until_nothing_waits(
        self, befrienders, monkeypatch, django_capture_on_commit_callbacks
    ):
        rung = []
        monkeypatch.setattr(bell, "_ring", lambda task, ids: rung.append(task.name))

        for _ in "12":
            with django_capture_on_commit_callbacks(execute=True):
                tasks.look_for_doubles()

        assert rung == ["coalition.tasks.look_for_doubles"]

    def test_a_run_that_is_killed_half_way_is_run_again(self, befrienders, twin, monkeypatch):
        def killed(*args):
            raise SystemExit

        waiting = Uncompared.objects.count()
        with monkeypatch.context() as patched:
            patched.setattr(doubles, "_told_apart", killed)
            with pytest.raises(SystemExit):
                doubles.look_on()

        assert Uncompared.objects.count() == waiting
        look()
        assert pairs() == [{befrienders, twin}]

    def test_what_was_removed_before_its_turn_is_passed_over(self, db):
        make.organisation().delete()

        look()

        assert not Uncompared.objects.exists()


class TestTellingApart:
    @pytest.fixture
    def double(self, befrienders, twin):
        look()
        return LikelyDouble.objects.get()

    def test_not_the_same_is_remembered_whatever_changes(self, double, twin, lena):
        doubles.tell_apart(double=double, by=lena)

        organisations.change(organisation=twin, name=NAME, by=lena)
        look()

        assert not pairs()
        double.refresh_from_db()
        assert double.told_apart_by == lena

    def test_the_history_of_either_tells_it(self, double, befrienders, twin, lena):
        doubles.tell_apart(double=double, by=lena)
        doubles.put_back(double=double, by=lena)

        for row in (befrienders, twin):
            kinds = JournalEntry.objects.about(row).order_by("pk").values_list("kind", flat=True)
            assert list(kinds)[-2:] == ["organisation.told_apart", "organisation.suggested_again"]

    def test_of_two_who_say_so_the_second_is_told(self, double, lena, adele):
        doubles.tell_apart(double=double, by=lena)

        with pytest.raises(DomainError, match="Lena has said already that they are two"):
            doubles.tell_apart(double=double, by=adele)

    def test_put_back_it_is_suggested_again_while_it_is_alike(self, double, twin, lena):
        doubles.tell_apart(double=double, by=lena)
        doubles.put_back(double=double, by=lena)
        look()
        assert LikelyDouble.objects.standing().undecided().get() == double

        with pytest.raises(DomainError, match="suggested again already"):
            doubles.put_back(double=double, by=lena)

    def test_put_back_after_a_change_it_leaves_with_the_next_look(self, double, twin, lena):
        doubles.tell_apart(double=double, by=lena)
        organisations.change(organisation=twin, name="Harbour Homes", by=lena)
        doubles.put_back(double=double, by=lena)

        look()

        assert not LikelyDouble.objects.exists()

    def test_whom_somebody_merged_meanwhile_nobody_tells_apart(
        self, double, befrienders, twin, lena, adele
    ):
        merges.merge(keep=befrienders, lose=twin, by=lena)

        with pytest.raises(DomainError, match="was merged into The Vale Befrienders Ltd"):
            doubles.tell_apart(double=double, by=adele)

    def test_what_is_not_alike_any_more_need_not_be_told_apart(self, double, twin, lena):
        organisations.change(organisation=twin, name="Harbour Homes", by=lena)
        look()

        with pytest.raises(DomainError, match="not alike any more"):
            doubles.tell_apart(double=double, by=lena)

    def test_con5_with_a_persons_identity_goes_what_was_said_of_likeness(self, db, iris):
        one, _ = person(), person()
        look()
        doubles.tell_apart(double=LikelyDouble.objects.get(), by=iris)

        anonymising.anonymise(contributor=one, by=iris)
        look()

        assert not LikelyDouble.objects.exists()


class TestMerging:
    def test_org2_a_merged_pair_vanishes_and_comes_back_when_it_is_undone(
        self, befrienders, twin, lena
    ):
        look()
        merge = merges.merge(keep=befrienders, lose=twin, by=lena)
        assert not pairs()
        look()
        assert not LikelyDouble.objects.exists()

        merges.undo(merge=merge, by=lena)
        look()

        assert pairs() == [{befrienders, twin}]

    def test_who_was_told_apart_from_the_one_is_so_from_what_it_became_part_of(
        self, befrienders, twin, lena
    ):
        third = make.organisation(NAME, area="Vale")
        look()
        told = LikelyDouble.objects.between(twin, third).get()
        doubles.tell_apart(double=told, by=lena)

        merge = merges.merge(keep=befrienders, lose=twin, by=lena)
        look()
        assert not pairs()

        merges.undo(merge=merge, by=lena)
        look()
        assert sorted(map(len, pairs())) == [2, 2]
        assert {twin, third} not in pairs()


class TestTheDatabaseRefuses:
    @pytest.fixture
    def two(self, db):
        return make.organisation(), make.organisation()

    @pytest.mark.parametrize(
        ("constraint", "fields"),
        [
            ("double_is_of_two_of_a_kind", lambda a, b: {"first_organisation": a}),
            (
                "double_is_of_two_of_a_kind",
                lambda a, b: {"first_organisation": a, "second_contributor": make.contributor()},
            ),
            (
                "double_names_the_older_organisation_first",
                lambda a, b: {"first_organisation": b, "second_organisation": a},
            ),
            (
                "double_likeness_is_in_hundredths",
                lambda a, b: {
                    "first_organisation": a,
                    "second_organisation": b,
                    "likeness": 101,
                },
            ),
            (
                "double_telling_apart_is_whole",
                lambda a, b: {
                    "first_organisation": a,
                    "second_organisation": b,
                    "told_apart_at": timezone.now(),
                },
            ),
        ],
    )
    def test_half_a_pair_and_worse(self, two, constraint, fields):
        with pytest.raises(IntegrityError, match=constraint):
            LikelyDouble.objects.create(**{"likeness": 80, **fields(*two)})

    def test_people_in_the_wrong_order(self, db):
        one, other = make.contributor(), make.contributor()

        with pytest.raises(IntegrityError, match="double_names_the_older_person_first"):
            LikelyDouble.objects.create(
                first_contributor=other, second_contributor=one, likeness=80
            )

    @pytest.mark.parametrize("kind", ["organisation", "contributor"])
    def test_the_same_pair_twice(self, db, kind):
        build = getattr(make, kind)
        pair = {f"first_{kind}": build(), f"second_{kind}": build(), "likeness": 80}
        LikelyDouble.objects.create(**pair)

        with pytest.raises(IntegrityError, match="_once"):
            LikelyDouble.objects.create(**pair)
