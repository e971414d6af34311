"""Organisations, people, and their places: ORG-1, CON-4, CON-6, AFF-1, P3."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef
from django.urls import reverse
from django.utils import timezone

from coalition.actions import contributors, organisation_sectors, organisations
from coalition.domain import DomainError
from coalition.models import (
    Affiliation,
    Contributor,
    JournalEntry,
    Organisation,
    OrganisationIdentifier,
    OrganisationSector,
    RoleGrant,
    User,
)
from coalition.models.sector import sector_in_force
from tests import make


def test_adding_an_organisation_notes_its_register_number_and_who_added_it(lena):
    made = organisations.add(
        name="Open Door", sector="VC", scheme="GB-CHC", value="1000116", by=lena
    )

    assert str(made.identifiers.get()) == "GB-CHC-1000116"
    entry = JournalEntry.objects.get(kind=organisations.ORGANISATION_ADDED)
    assert (entry.by, entry.subject) == (lena, made)


def test_org_1_a_register_number_names_one_organisation(lena):
    make.organisation("Open Door", org_id="GB-CHC-1000116")

    with pytest.raises(DomainError, match="already has this register number"):
        organisations.add(name="Other", sector="VC", scheme="GB-CHC", value="1000116", by=lena)

    assert not Organisation.objects.filter(name="Other").exists()


def test_org_1_two_organisations_may_share_a_name(lena):
    make.organisation("St Mary’s")

    organisations.add(name="St Mary’s", sector="FA", by=lena)

    assert Organisation.objects.filter(name="St Mary’s").count() == 2


def test_changing_an_organisation_says_what_changed(lena, kitchen):
    organisations.change(organisation=kitchen, by=lena, name="Kitchen", sector="VC")

    kitchen.refresh_from_db()
    assert kitchen.name == "Kitchen"
    assert JournalEntry.objects.get(kind="organisation.changed").facts == {"changed": ["name"]}


def test_a_status_moves_only_along_its_map(lena):
    group = make.organisation(status="prospective")

    with pytest.raises(DomainError, match="cannot become left"):
        organisations.change(organisation=group, by=lena, status="left")


def test_a_register_number_can_be_added_and_taken_back(lena, kitchen):
    number = organisations.add_identifier(
        organisation=kitchen, scheme="GB-COH", value="01234567", by=lena
    )
    organisations.remove_identifier(identifier=number, by=lena)

    assert not kitchen.identifiers.exists()
    kinds = list(JournalEntry.objects.about(kitchen).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["organisation.identifier_added", "organisation.identifier_removed"]


@pytest.mark.parametrize(
    ("constraint", "break_it"),
    [
        ("organisation_has_a_name", lambda: make.organisation().__class__.objects.update(name="")),
        (
            "organisation_identifier_has_a_value",
            lambda: make.organisation().identifiers.create(scheme="GB-CHC", value=""),
        ),
        (
            "organisation_is_a_public_body_for_a_reason",
            lambda: make.organisation(public_body_override=False),
        ),
        (
            "organisation_is_a_public_body_for_a_reason",
            lambda: make.organisation(public_body_reason="Because"),
        ),
        (
            "organisation_is_not_part_of_itself",
            lambda: Organisation.objects.filter(pk=make.organisation().pk).update(parent=F("pk")),
        ),
        ("organisation_has_a_whole_postcode", lambda: make.organisation(postcode="bs14st")),
        ("organisation_agreement_has_its_dates", lambda: make.organisation(mou_status="signed")),
        (
            "organisation_agreement_has_its_dates",
            lambda: make.organisation(mou_signed_on=timezone.localdate()),
        ),
        (
            "organisation_agreement_is_reviewed_after_it_is_signed",
            lambda: make.organisation(
                mou_status="signed",
                mou_signed_on=timezone.localdate(),
                mou_review_on=timezone.localdate(),
            ),
        ),
        (
            "organisation_verification_is_whole",
            lambda: make.organisation(verified_at=timezone.now()),
        ),
        (
            "organisation_sector_ends_after_it_starts",
            lambda: make.organisation().sectors.update(from_on="2026-02-02", to_on="2026-02-01"),
        ),
        (
            "affiliation_verification_is_whole",
            lambda: Affiliation.objects.create(
                contributor=make.contributor(),
                organisation=make.organisation(),
                verified_at=timezone.now(),
            ),
        ),
        (
            "affiliation_is_one_at_a_time",
            lambda: Affiliation.objects.create(
                contributor=make.contributor(organisation=make.organisation("Twice")),
                organisation=Organisation.objects.get(name="Twice"),
                to_on=timezone.localdate() + timedelta(days=3),
            ),
        ),
        ("contributor_has_a_name", lambda: Contributor.objects.create(letter_name="")),
        (
            "contributor_name_confirmation_is_whole",
            lambda: Contributor.objects.create(letter_name="A", name_confirmed_by="self"),
        ),
        (
            "contributor_email_unless_shared",
            lambda: [make.contributor(email=e) for e in ("Kim@example.org", "kim@example.org")],
        ),
        (
            "affiliation_ends_after_it_starts",
            lambda: Affiliation.objects.create(
                contributor=make.contributor(),
                organisation=make.organisation(),
                to_on=timezone.localdate() - timedelta(days=1),
            ),
        ),
        ("user_email_is_lower_case", lambda: User.objects.bulk_create([User(email="A@b.c")])),
    ],
)
def test_the_database_itself_refuses(db, constraint, break_it):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        break_it()


def test_the_database_refuses_one_number_twice(db):
    make.organisation(org_id="GB-CHC-1")

    with (
        pytest.raises(IntegrityError, match="organisation_identifier_names_one_organisation"),
        transaction.atomic(),
    ):
        OrganisationIdentifier.objects.create(
            organisation=make.organisation(), scheme="GB-CHC", value="1"
        )


def test_aff_1_a_person_begins_at_an_organisation_once(lena, kitchen):
    person = make.contributor(organisation=kitchen)

    with pytest.raises(DomainError, match="already with this organisation"):
        contributors.affiliate(contributor=person, organisation=kitchen, by=lena)


def test_aff_1_a_person_has_one_place_at_an_organisation_on_any_day(lena, kitchen):
    person = make.contributor()
    soon = timezone.localdate() + timedelta(days=30)
    places = {"contributor": person, "organisation": kitchen, "by": lena}
    contributors.affiliate(**places, to_on=soon)

    with pytest.raises(DomainError, match=r"already .* until \d+ \w+ \d+. Add them after that day"):
        contributors.affiliate(**places)

    contributors.affiliate(**places, from_on=soon + timedelta(days=1))


def test_p3_a_role_ends_the_day_after_its_last_day(programme):
    user = make.user("Max")
    today = timezone.localdate()
    RoleGrant.objects.create(
        user=user,
        programme=programme,
        role="programme_lead",
        from_on=today - timedelta(days=9),
        to_on=today - timedelta(days=1),
    )

    assert User.objects.get(pk=user.pk).roles == frozenset()


def test_the_database_refuses_a_role_that_ends_before_it_starts(programme, cleo):
    with pytest.raises(IntegrityError, match="role_grant_ends"), transaction.atomic():
        RoleGrant.objects.create(
            user=cleo,
            programme=programme,
            role="administrator",
            to_on=timezone.localdate() - timedelta(days=1),
        )


def test_the_database_refuses_the_same_open_role_twice(programme, lena):
    with pytest.raises(IntegrityError, match="role_grant_open_only_once"), transaction.atomic():
        RoleGrant.objects.create(user=lena, programme=programme, role="programme_lead")


def test_con_6_two_names_on_one_address_are_two_people_who_share_it(db):
    first = contributors.find_or_add(letter_name="Ann Lee", email="lee@example.org", by=None)
    again = contributors.find_or_add(letter_name="ann lee", email="LEE@example.org", by=None)
    second = contributors.find_or_add(letter_name="Bo Lee", email="lee@example.org", by=None)

    assert first == again
    assert second != first
    assert second.email_is_shared


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (
            Contributor,
            {"letter_name", "salutation", "known_as", "post_nominals", "email", "phone", "address"},
        ),
        (Affiliation, {"role_title"}),
    ],
)
def test_con_1_there_is_nowhere_to_write_notes_about_a_person(model, words):
    """What can be typed is a name, a title or a way to reach them; the address has lines."""
    fields = model._meta.get_fields()
    typed = (models.CharField, models.TextField, models.JSONField)

    found = {f.name for f in fields if isinstance(f, typed) and not f.choices and f.editable}
    assert found == words
    assert {f.name for f in fields if isinstance(f, models.TextField)} <= {"address"}


def test_con_4_a_name_typed_by_staff_is_not_confirmed(lena, ben):
    person = contributors.add(by=lena, letter_name="Ms N Obi", email="obi@example.org")
    own = contributors.change(contributor=ben.contributor, by=ben, letter_name="Benjamin")

    assert not person.name_is_confirmed
    assert own.name_is_confirmed


def test_con_4_staff_may_say_who_told_them_the_name(lena):
    person = contributors.add(by=lena, letter_name="Ms N Obi", confirmed_by="partner")
    assert person.name_is_confirmed

    person = contributors.change(contributor=person, by=lena, salutation="Ms Obi")
    assert person.name_is_confirmed

    person = contributors.change(contributor=person, by=lena, letter_name="Ms Ngozi Obi")
    assert not person.name_is_confirmed


def test_a_proven_address_leads_to_the_person_who_has_it(db):
    person = make.contributor("Dee Marsh", email="dee@example.org")
    user = make.user("Dee")
    user.email = "dee@example.org"

    assert contributors.link_account(user=user, email="dee@example.org") == person
    assert contributors.link_account(user=user, email="dee@example.org") == person


def test_a_shared_address_proves_nobody(db):
    make.contributor("Ann Lee", email="lee@example.org", email_is_shared=True)
    user = make.user("Bo Lee")

    linked = contributors.link_account(user=user, email="lee@example.org")

    assert linked.letter_name == "Bo Lee"


def test_the_journal_cannot_be_rewritten(lena, kitchen):
    organisations.change(organisation=kitchen, by=lena, name="Kitchen")

    for attempt in (
        lambda: JournalEntry.objects.update(kind="other"),
        lambda: JournalEntry.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()


def test_a_partner_sees_only_their_own_organisation_and_people(kitchen, pat, ben):
    make.organisation("Elsewhere")
    colleague = make.contributor("Colleague", organisation=kitchen)

    assert list(Organisation.objects.visible_to(pat)) == [kitchen]
    assert set(Contributor.objects.visible_to(pat)) == {colleague, pat.contributor}
    assert list(Contributor.objects.visible_to(ben)) == [ben.contributor]


def test_p2_who_gives_roles_or_approves_letters_sees_nobodys_details(adele, amir, ben, kitchen):
    make.contributor("Colleague", organisation=kitchen)

    assert not Contributor.objects.visible_to(adele).exists()
    assert not Contributor.objects.visible_to(amir).exists()


def test_p2_who_sees_an_organisation_is_led_only_to_people_whom_they_may_see(
    as_, adele, pat, kitchen
):
    link = pat.contributor.get_absolute_url()

    assert link not in as_(adele).get(kitchen.get_absolute_url()).text
    assert link in as_(pat).get(kitchen.get_absolute_url()).text


def test_administrators_find_the_roles_and_nobody_else_does(as_, adele, lena):
    assert reverse("role_list") in as_(adele).get(reverse("dashboard")).text
    assert reverse("role_list") not in as_(lena).get(reverse("dashboard")).text


def test_org_3_a_new_sector_counts_from_today_and_what_was_stays(lena, kitchen):
    today = timezone.localdate()
    yesterday, long_ago = today - timedelta(days=1), today - timedelta(days=900)

    organisations.change(organisation=kitchen, by=lena, sector="SE")

    kitchen.refresh_from_db()
    assert [kitchen.sector_on(d) for d in (long_ago, yesterday, today)] == ["VC", "VC", "SE"]
    for then, sector in ((yesterday, "VC"), (today, "SE")):
        row = Organisation.objects.with_sector_on(then).get(pk=kitchen.pk)
        assert row.sector_then == sector


def test_org_3_a_sector_corrected_twice_on_one_day_leaves_one_change(lena, kitchen):
    organisations.change(organisation=kitchen, by=lena, sector="SE")
    organisations.change(organisation=kitchen, by=lena, sector="FA", name="Supper Club")

    rows = kitchen.sectors.order_by("pk").values_list("sector", "to_on")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert list(rows) == [("VC", yesterday), ("FA", None)]


def test_org_3_an_event_is_annotated_with_the_sector_of_its_day(lena, kitchen):
    organisations.change(organisation=kitchen, by=lena, sector="SE")
    person = make.contributor(organisation=kitchen)
    Affiliation.objects.filter(contributor=person).update(
        from_on=timezone.localdate() - timedelta(days=9)
    )

    then = sector_in_force(organisation=OuterRef("organisation"), day=OuterRef("from_on"))
    assert Affiliation.objects.annotate(then=then).get(contributor=person).then == "VC"


def test_org_3_the_history_of_many_takes_the_same_queries(db, django_assert_num_queries):
    groups = [make.organisation() for _ in range(30)]
    OrganisationSector.objects.filter(organisation=groups[0]).delete()
    Organisation.objects.update(sector="SE")

    moved = list(Organisation.objects.all())

    with django_assert_num_queries(5):
        organisation_sectors.record(organisations=moved)

    assert OrganisationSector.objects.filter(to_on=None, sector="SE").count() == 30


def test_org_3_the_database_refuses_two_sectors_on_one_day(kitchen):
    with (
        pytest.raises(IntegrityError, match="organisation_is_in_one_sector_at_a_time"),
        transaction.atomic(),
    ):
        kitchen.sectors.create(sector="FA", from_on=timezone.localdate())


def test_a_public_body_is_one_by_its_sector_unless_somebody_said_why_not(kitchen):
    assert not kitchen.is_public_body
    assert make.organisation(sector="NHS").is_public_body
    odd = make.organisation(public_body_override=True, public_body_reason="Owned by the council")
    assert odd.is_public_body


def test_a_verified_organisation_is_verified_anew_when_who_it_is_changes(lena, kitchen):
    verified = organisations.verify(organisation=kitchen, by=lena)
    assert verified.verified_by == lena
    assert JournalEntry.objects.filter(kind="organisation.verified", by=lena).exists()

    kept = organisations.change(organisation=kitchen, by=lena, website="https://kitchen.example")
    assert kept.verified_at

    lost = organisations.change(organisation=kitchen, by=lena, name="Another Kitchen")
    assert lost.verified_at is None
    organisations.verify(organisation=kitchen, by=lena)
    organisations.add_identifier(organisation=kitchen, scheme="GB-CHC", value="1089464", by=lena)
    kitchen.refresh_from_db()
    assert kitchen.verified_at is None


def test_no_organisation_is_part_of_its_own_part(lena):
    whole = make.organisation("Whole")
    part = make.organisation("Part", parent=whole)
    piece = make.organisation("Piece", parent=part)

    with pytest.raises(DomainError, match="Piece is itself part of Whole"):
        organisations.change(organisation=whole, by=lena, parent=piece)
    with pytest.raises(DomainError, match="itself part of"):
        organisations.change(organisation=whole, by=lena, parent=whole)


def test_the_councils_of_an_organisation_are_kept(lena, kitchen):
    vale, city = make.council("Vale District Council"), make.council("Aldermere City Council")
    organisations.change(organisation=kitchen, by=lena, areas=[vale, city])
    organisations.change(organisation=kitchen, by=lena, areas=[city, vale])
    organisations.change(organisation=kitchen, by=lena, name="Kitchen")

    assert set(kitchen.areas.all()) == {vale, city}
    facts = [e.facts["changed"] for e in JournalEntry.objects.about(kitchen).order_by("pk")]
    assert facts == [["areas"], [], ["name"]]


def test_org_3_a_sector_between_two_others_is_found_on_its_days(kitchen):
    first, last = (timezone.localdate() - timedelta(days=days) for days in (90, 30))
    kitchen.sectors.update(to_on=first - timedelta(days=1))
    kitchen.sectors.create(sector="FA", from_on=first, to_on=last)
    kitchen.sectors.create(sector="SE", from_on=last + timedelta(days=1))
    Organisation.objects.update(sector="SE")

    for on in (first, last):
        assert kitchen.sector_on(on) == "FA"
        assert Organisation.objects.with_sector_on(on).get(pk=kitchen.pk).sector_then == "FA"
