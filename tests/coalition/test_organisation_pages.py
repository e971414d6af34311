"""Pages about one organisation: its places, standing, what came before, and leaving (ORG-4)."""

import csv
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.actions import organisations, successions
from coalition.domain import DomainError
from coalition.models import JournalEntry, Offer, Organisation, OrganisationSuccession
from coalition.ties import StillTied
from tests import make
from tests.coalition.shared_data import FOLDER, needs_shared_data

DETAILS = {"name": "Kitchen", "sector": "VC", "status": "active", "publicity_consent": "ask",
           "thank_route": "people"}  # fmt: skip


def edit(browser, organisation, **changes):
    url = reverse("organisation_edit", args=[organisation.pk])
    return browser.post(url, {**DETAILS, **changes})


def test_councils_are_typed_with_commas_and_shown(as_, lena, kitchen):
    make.council("Vale District Council", names=["vale"])
    make.council("Aldermere City Council", names=["aldermere"], region="Middle England")

    assert edit(as_(lena), kitchen, areas="Vale, aldermere").status_code == 302

    page = as_(lena).get(kitchen.get_absolute_url()).text
    assert "Vale District Council" in page
    assert "Middle England" in page
    form = as_(lena).get(reverse("organisation_edit", args=[kitchen.pk])).context["form"]
    assert form.initial["areas"] == "Aldermere City Council, Vale District Council"


def test_a_council_that_nobody_knows_is_answered_with_one_like_it(as_, lena, kitchen):
    make.council("Aldermere City Council")

    response = edit(as_(lena), kitchen, areas="Aldermer City")

    assert response.status_code == 422
    assert "Did you mean Aldermere City Council?" in response.text
    assert "Aldermer City" in response.text


def test_a_postcode_is_put_in_order_or_explained(as_, lena, kitchen):
    assert "like BS1 4ST" in edit(as_(lena), kitchen, postcode="BS1").text
    edit(as_(lena), kitchen, postcode="bs14st")

    kitchen.refresh_from_db()
    assert kitchen.postcode == "BS1 4ST"


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        ("GB-COH", "2534145", "GB-COH-02534145"),
        ("GB-SC", "38092", "GB-SC-SC038092"),
        ("GB-CHC", "1 147 168", "GB-CHC-1147168"),
        ("GB-CHC", "GB-NIC-100123", "GB-NIC-100123"),
        ("GB-NHS", "r0a", "GB-NHS-R0A"),
        ("OTHER", "GB-UKPRN-10007774", "GB-UKPRN-10007774"),
        ("OTHER", "GB-COH-02534145", "GB-COH-02534145"),
    ],
)
def test_org_1_a_number_is_written_as_its_register_does(as_, lena, kitchen, scheme, typed, kept):
    url = reverse("identifier_new", args=[kitchen.pk])

    assert as_(lena).post(url, {"scheme": scheme, "value": typed}).status_code == 302

    assert str(kitchen.identifiers.get()) == kept


@pytest.mark.parametrize(
    ("scheme", "typed", "said"),
    [
        ("GB-CHC", "12345", "6 or 7 digits"),
        ("GB-GOR", "42", "letters and digits, like EA61"),
        ("OTHER", "10007774", "prefix before the number"),
        ("OTHER", f"GB-X-{'9' * 36}", "40 are the most"),
    ],
)
def test_org_1_a_number_that_no_register_has_is_explained(as_, lena, kitchen, scheme, typed, said):
    response = as_(lena).post(
        reverse("identifier_new", args=[kitchen.pk]), {"scheme": scheme, "value": typed}
    )

    assert response.status_code == 422
    assert said in response.text
    assert typed in response.text


def test_the_same_name_leads_to_its_namesakes(as_, lena):
    first = make.organisation("St Mary’s", area="Vale")
    second = make.organisation("St mary’s", area="Northside")

    page = as_(lena).get(second.get_absolute_url()).text

    assert f'href="{first.get_absolute_url()}">St Mary’s, Vale' in page


def test_who_vouches_says_how_an_organisation_stands(as_, adele, kitchen):
    union = make.organisation("Union of Kitchens")
    url = reverse("organisation_standing", args=[kitchen.pk])
    data = {"public_body_override": "True", "public_body_reason": "Owned by the council",
            "organisation_name": "union of", "mou_status": "signed",
            "mou_signed_on_day": 1, "mou_signed_on_month": 2,
            "mou_signed_on_year": 2026}  # fmt: skip

    assert as_(adele).post(url, data).status_code == 302

    kitchen.refresh_from_db()
    assert (kitchen.is_public_body, kitchen.parent) == (True, union)
    page = as_(adele).get(kitchen.get_absolute_url()).text
    for words in ("Owned by the council", "Union of Kitchens", "Signed on 1 February 2026"):
        assert words in page
    assert kitchen.name in as_(adele).get(union.get_absolute_url()).text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"public_body_override": "True"}, "Say why it differs"),
        ({"mou_status": "signed"}, "has the day of its signing"),
        ({"organisation_name": "zebra"}, "no organisation by these words"),
        ({"organisation_name": "Aldermere Community Kitchen"}, "part of"),
    ],
)
def test_what_does_not_fit_together_is_explained(as_, lena, kitchen, data, said):
    url = reverse("organisation_standing", args=[kitchen.pk])

    response = as_(lena).post(url, {"public_body_override": "", "mou_status": "none", **data})

    assert response.status_code == 422
    assert said in response.text


def test_a_policy_is_not_seen_on_a_day_to_come(as_, lena, kitchen):
    on = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    boxes = {"day": 1, "month": on.month, "year": on.year}
    data = {f"safeguarding_policy_seen_on_{box}": number for box, number in boxes.items()}

    response = as_(lena).post(
        reverse("organisation_standing", args=[kitchen.pk]), {"mou_status": "none", **data}
    )

    assert "Enter a day that has come" in response.text


def test_a_button_verifies_an_organisation(as_, lena, kitchen):
    as_(lena).post(reverse("organisation_verify", args=[kitchen.pk]))

    assert "By Lena" in as_(lena).get(kitchen.get_absolute_url()).text


def test_a_coordinator_does_not_vouch_for_their_own(as_, pat, kitchen):
    assert as_(pat).post(reverse("organisation_verify", args=[kitchen.pk])).status_code == 403
    assert "organisation_standing" not in as_(pat).get(kitchen.get_absolute_url()).text


def test_what_came_before_is_noted_on_both_pages_and_taken_back(as_, lena, kitchen):
    before = make.organisation("Soup Run")
    url = reverse("succession_new", args=[kitchen.pk])
    data = {"direction": "before", "organisation_name": "Soup Run", "kind": "merged"}

    assert as_(lena).post(url, data).status_code == 302

    row = OrganisationSuccession.objects.get()
    assert (row.predecessor, row.successor) == (before, kitchen)
    assert "came before it" in as_(lena).get(kitchen.get_absolute_url()).text
    assert "came after it" in as_(lena).get(before.get_absolute_url()).text

    as_(lena).post(reverse("succession_remove", args=[before.pk, row.pk]))
    assert not OrganisationSuccession.objects.exists()
    kinds = JournalEntry.objects.about(kitchen).values_list("kind", flat=True).order_by("pk")
    assert list(kinds) == ["organisation.succession_noted", "organisation.succession_taken_back"]


def test_of_several_organisations_that_match_one_is_chosen(as_, lena, kitchen):
    runs = [make.organisation(f"Soup Run {place}") for place in ("North", "South")]
    url = reverse("succession_new", args=[kitchen.pk])
    data = {"direction": "after", "organisation_name": "soup run", "kind": "split"}

    asked = as_(lena).post(url, data)
    assert "Several organisations match" in asked.text

    as_(lena).post(url, data | {"organisation": runs[1].pk})
    assert OrganisationSuccession.objects.get().successor == runs[1]


def test_no_circle_of_successions_closes(lena):
    first, second, third = (make.organisation(name) for name in ("A", "B", "C"))
    successions.note(predecessor=first, successor=second, kind="renamed", by=lena)
    successions.note(predecessor=second, successor=third, kind="replaced", by=lena)

    with pytest.raises(DomainError, match="came after A already"):
        successions.note(predecessor=third, successor=first, kind="merged", by=lena)
    with pytest.raises(DomainError, match="noted already"):
        successions.note(predecessor=first, successor=second, kind="merged", by=lena)
    with pytest.raises(DomainError, match="cannot follow itself"):
        successions.note(predecessor=first, successor=first, kind="merged", by=lena)


@pytest.mark.parametrize(
    ("constraint", "same"),
    [("organisation_does_not_succeed_itself", True), ("organisation_succession_is_noted_once", 0)],
)
def test_the_database_itself_refuses_a_succession(db, constraint, same):
    a, b = make.organisation(), make.organisation()
    row = {"predecessor": a, "successor": a if same else b, "kind": "merged"}
    rows = [OrganisationSuccession(**row), OrganisationSuccession(**row)]

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OrganisationSuccession.objects.bulk_create(rows)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_close_a_circle(lena):
    a, b = make.organisation("A"), make.organisation("B")
    said = []

    def other_way():
        try:
            successions.note(predecessor=b, successor=a, kind="merged", by=lena)
        except DomainError as error:
            said.append(str(error))
        finally:
            connection.close()

    second = threading.Thread(target=other_way)
    with transaction.atomic():
        successions.note(predecessor=a, successor=b, kind="merged", by=lena)
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join(5)

    assert len(said) == 1
    assert OrganisationSuccession.objects.count() == 1


@needs_shared_data
def test_real_mergers_of_charities_can_be_noted(lena):
    with (FOLDER / "dedupe" / "charity_mergers.csv").open(encoding="utf-8") as file:
        rows = [row for row, _ in zip(csv.DictReader(file), range(150), strict=False)]
    known = {}
    for row in rows:
        for side in ("from", "to"):
            known.setdefault(row[f"{side}_id"], make.organisation(row[f"{side}_name"][:200]))

    noted, refused = 0, []
    for row in rows:
        pair = {"predecessor": known[row["from_id"]], "successor": known[row["to_id"]]}
        try:
            successions.note(
                **pair, kind="merged", happened_on=row["registered"], source="Register", by=lena
            )
            noted += 1
        except DomainError as error:
            refused.append(str(error))

    assert noted == OrganisationSuccession.objects.count()
    assert noted > 120
    assert all("noted already" in why or "follow itself" in why for why in refused)
    assert not Organisation.objects.filter(status="left").exists()


def test_org_4_an_organisation_without_ties_can_leave(as_, lena, kitchen):
    assert edit(as_(lena), kitchen, status="left").status_code == 302

    kitchen.refresh_from_db()
    assert kitchen.status == Organisation.Status.LEFT


def test_org_4_open_offers_keep_an_organisation_and_lead_to_them(
    as_, lena, pat, kitchen, programme
):
    offer = make.offer(programme=programme, contributor=pat.contributor, organisation=kitchen)

    response = edit(as_(lena), kitchen, status="left")

    assert response.status_code == 422
    assert "cannot leave yet: one thing is still open" in response.text
    assert f'href="{offer.get_absolute_url()}"' in response.text
    Offer.objects.filter(pk=offer.pk).update(organisation=None)
    assert edit(as_(lena), kitchen, status="left").status_code == 302


def test_org_4_seats_invitations_and_letters_keep_an_organisation(lena, kitchen, programme):
    forum = make.active_forum(programme=programme, by=lena)
    make.member(make.seat(forum, by=lena), make.user("Nell"), organisation=kitchen)
    make.invitation(make.seat(forum, by=lena, voting=False), by=lena, organisation=kitchen)
    event = make.event(programme=programme, organisation=kitchen)
    letter = make.letter(make.campaign([event], programme=programme, released=True))

    with pytest.raises(StillTied, match="3 things are still open") as error:
        organisations.change(organisation=kitchen, status="left", by=lena)

    ties = error.value.ties
    assert [tie.url for tie in ties] == [
        forum.get_absolute_url(),
        forum.get_absolute_url(),
        letter.get_absolute_url(),
    ]
    assert "holds a seat for it" in ties[0].sentence
    assert "is asked to take a seat" in ties[1].sentence
    assert letter.ref in ties[2].sentence


def test_the_page_takes_the_same_queries_however_much_is_on_it(
    as_, lena, kitchen, django_assert_max_num_queries
):
    for number in range(20):
        make.contributor(organisation=kitchen)
        make.organisation(f"Branch {number}", parent=kitchen)
        kitchen.areas.add(make.council(f"Place {number}"))
        OrganisationSuccession.objects.create(
            predecessor=make.organisation(), successor=kitchen, kind="merged"
        )
    browser = as_(lena)

    with django_assert_max_num_queries(22):
        browser.get(kitchen.get_absolute_url())


def test_a_partner_is_led_only_to_organisations_that_they_may_see(as_, lena, pat, kitchen):
    before, whole = make.organisation("Soup Run"), make.organisation("Union of Kitchens")
    successions.note(predecessor=before, successor=kitchen, kind="merged", by=lena)
    organisations.change(organisation=kitchen, parent=whole, by=lena)

    for_pat = as_(pat).get(kitchen.get_absolute_url()).text
    for_lena = as_(lena).get(kitchen.get_absolute_url()).text

    for other in (before, whole):
        assert other.name in for_pat
        assert other.get_absolute_url() not in for_pat
        assert other.get_absolute_url() in for_lena
