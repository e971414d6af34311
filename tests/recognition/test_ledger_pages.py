"""Pages of the ledger, of templates and of signatories."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recognition.models import Campaign, ContributionEvent, LetterTemplate, TemplateVersion
from recognition.wordings import WORDINGS
from tests import make

TODAY = timezone.localdate
OWED = reverse("recognition:event_list")


def page(response):
    return response.content.decode()


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def facts(**changes):
    return {
        "what_they_did": "cooked supper every Thursday",
        "what_it_made_possible": "eleven families ate together",
        **boxes("happened_on", TODAY()),
        **changes,
    }


def test_the_oldest_due_date_comes_first_and_late_ones_are_counted(as_, rosa):
    make.event(make.contributor("Due Later"), due_on=TODAY() + timedelta(days=9))
    make.event(make.contributor("Late Already"), due_on=TODAY() - timedelta(days=1))

    shown = page(as_(rosa).get(OWED))

    assert shown.index("Late Already") < shown.index("Due Later")
    assert "One is late." in shown
    assert "2 things to thank for" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("when=late", "Late"),
        ("when=in_time", "Timely"),
        ("letter=some", "Timely"),
        ("letter=none", "Late"),
        ("kind=other", "Late"),
        ("q=kitchen", "Timely"),
        ("q=late", "Late"),
    ],
)
def test_the_list_is_filtered(as_, rosa, kitchen, query, found):
    make.event(make.contributor("Late"), due_on=TODAY() - timedelta(days=1), kind="other")
    make.campaign([make.event(make.contributor("Timely"), organisation=kitchen)], frozen=True)

    response = as_(rosa).get(f"{OWED}?{query}")

    assert [str(event.contributor) for event in response.context["page"]] == [found]


def test_what_came_to_an_end_has_a_list_of_its_own(as_, rosa):
    make.event(make.contributor("Ann Thanked"), outcome="thanked", closed_at=timezone.now())

    assert "Ann Thanked" not in page(as_(rosa).get(OWED))
    assert "Ann Thanked" in page(as_(rosa).get(f"{OWED}?closed=yes"))


def test_an_empty_ledger_says_how_it_fills(as_, rosa):
    assert "Nobody is owed thanks" in page(as_(rosa).get(OWED))
    assert "Nothing matches" in page(as_(rosa).get(f"{OWED}?q=zebra"))


def test_a_lead_reads_the_ledger_without_buttons(as_, lena):
    event = make.event()

    shown = page(as_(lena).get(OWED))

    assert str(event.contributor) in shown
    assert reverse("recognition:event_thank", args=[event.pk]) not in shown
    assert "Prepare letters" not in shown


def test_the_ledger_of_another_programme_is_not_there(as_, programme, rosa):
    event = make.event(programme=make.programme("Another"))

    assert str(event.contributor) not in page(as_(rosa).get(OWED))
    url = reverse("recognition:event_edit", args=[event.pk])
    assert as_(rosa).get(url).status_code == 404


@pytest.mark.parametrize("url_name", ["event_list", "campaign_list", "template_list"])
def test_lists_ask_the_same_number_of_questions_however_long(as_, rosa, kitchen, url_name):
    def fill(number):
        for _ in range(number):
            event = make.event(organisation=kitchen)
            make.campaign([event], frozen=True)
            make.event()

    client, url = as_(rosa), reverse(f"recognition:{url_name}")
    fill(1)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    fill(4)
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)


def test_facts_are_saved_and_thanks_stay_owed(as_, rosa):
    event = make.event()
    url = reverse("recognition:event_edit", args=[event.pk])

    response = as_(rosa).post(url, facts(what_they_did="mended forty bicycles"), follow=True)

    assert "The facts are saved." in page(response)
    event.refresh_from_db()
    assert event.what_they_did == "mended forty bicycles"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"what_it_made_possible": "thanks"}, "Say what changed for somebody"),
        ({"what_it_made_possible": "Thank you!"}, "Say what changed for somebody"),
        ({"what_it_made_possible": "it was nice"}, "at least 15 characters"),
        ({"hours": "-2"}, "Enter a number above 0"),
        ({"hours": "lots"}, "Enter the hours as a number"),
        (boxes("began_on", TODAY() + timedelta(days=1)), "It cannot begin after it ended"),
        ({"what_they_did": ""}, "Enter an answer to ‘What did they do?’"),
        ({"what_they_did": "x" * 201}, "Use 200 characters or fewer"),
        (boxes("happened_on", TODAY() + timedelta(days=1)), "must be today or in the past"),
        ({"happened_on_month": "13"}, "Enter a real date"),
    ],
)
def test_what_is_no_fact_is_nudged(as_, rosa, changes, said):
    """The bad inputs of story 7."""
    url = reverse("recognition:event_edit", args=[make.event().pk])

    response = as_(rosa).post(url, facts(**changes))

    assert response.status_code == 422
    assert said in page(response)


def test_what_is_short_is_asked_about_once_and_may_stay(as_, rosa):
    """Story 7: a nudge, not a wall."""
    event = make.event()
    client, url = as_(rosa), reverse("recognition:event_edit", args=[event.pk])
    nudged = client.post(url, facts(what_it_made_possible="it stayed dry"))
    assert "It is short, and says all there is to say" in page(nudged)

    response = client.post(url, facts(what_it_made_possible="it stayed dry", is_enough="on"))

    assert response.status_code == 302
    event.refresh_from_db()
    assert event.what_it_made_possible == "it stayed dry"


def test_impact_may_be_written_later(as_, rosa):
    url = reverse("recognition:event_edit", args=[make.event().pk])

    assert as_(rosa).post(url, facts(what_it_made_possible="")).status_code == 302


def test_a_name_in_the_facts_is_warned_of(as_, rosa):
    """Story 7: no beneficiary names; warned, not refused (OFR-8)."""
    url = reverse("recognition:event_edit", args=[make.event().pk])

    response = as_(rosa).post(
        url, facts(what_it_made_possible="Mrs Kovalenko could cook at home"), follow=True
    )

    assert "Name nobody who was helped" in page(response)


def test_somebody_is_taken_off_the_list_for_a_reason(as_, rosa):
    event = make.event()
    client, url = as_(rosa), reverse("recognition:event_close", args=[event.pk])

    assert "Choose why they are not to be thanked" in page(client.post(url, {}))
    assert client.post(url, {"why_not": "preference"}).status_code == 302

    event.refresh_from_db()
    assert event.why_not == "preference"
    client.post(reverse("recognition:event_reopen", args=[event.pk]))
    event.refresh_from_db()
    assert event.outcome == "open"


def test_ctb2_of_a_duplicate_it_is_said_which_entry_stays(as_, rosa):
    stays = make.event(what_they_did="mended bicycles")
    event = make.event(stays.contributor)
    client, url = as_(rosa), reverse("recognition:event_close", args=[event.pk])
    assert "mended bicycles" in page(client.get(url))
    assert "Choose the entry that stays" in page(client.post(url, {"why_not": "duplicate"}))

    client.post(url, {"why_not": "duplicate", "duplicate_of": stays.pk})

    event.refresh_from_db()
    assert event.duplicate_of == stays


def test_what_cannot_be_changed_any_more_is_said_in_the_form(as_, rosa):
    event = make.event()
    make.campaign([event], released=True)
    client = as_(rosa)

    for url_name, data in [
        ("event_edit", facts(what_they_did="x y")),
        ("event_close", {"why_not": "error"}),
    ]:
        response = client.post(reverse(f"recognition:{url_name}", args=[event.pk]), data)
        assert response.status_code == 422
        assert "on its way" in page(response)


def test_thanks_are_added_by_hand_for_somebody_found_by_name(as_, rosa, kitchen):
    """CTB-4, as far as staff."""
    person = make.contributor("Ngozi Okafor", organisation=kitchen)
    client = as_(rosa)
    found = client.get(reverse("recognition:event_find_person"), {"q": "ngozi"})
    add = reverse("recognition:event_add", args=[person.pk])
    assert add in page(found)

    client.post(add, facts(organisation=kitchen.pk, kind="opened_door"))

    event = ContributionEvent.objects.get()
    assert (event.contributor, event.organisation, event.kind) == (person, kitchen, "opened_door")
    assert event.recorded_by == rosa


def test_thanks_for_the_dead_are_refused_in_words(as_, rosa):
    """Story 7."""
    person = make.contributor("Ida Late", deceased_on=TODAY())

    response = as_(rosa).post(
        reverse("recognition:event_add", args=[person.pk]), facts(kind="other")
    )

    assert response.status_code == 422
    assert "must not be contacted" in page(response)


def test_whoever_prepares_thanks_in_two_programmes_says_for_which(as_, programme, rosa):
    other = make.programme("Another")
    other.grants.create(user=rosa, role="recognition_admin")
    url = reverse("recognition:event_add", args=[make.contributor().pk])
    client = as_(rosa)

    assert "Choose the programme" in page(client.post(url, facts()))
    client.post(url, facts(programme=other.pk, kind="other"))

    assert ContributionEvent.objects.get().programme == other


def test_one_person_is_thanked_in_two_clicks(as_, rosa):
    """The row's button, then “Make the letter”."""
    event = make.event(make.contributor("Ben Okafor"))
    words, signatory = make.template(), make.signatory()
    client, url = as_(rosa), reverse("recognition:event_thank", args=[event.pk])
    assert url in page(client.get(OWED))
    form = client.get(url).context["form"]
    assert (form.initial["template_version"], form.initial["signatory"]) == (words, signatory)

    response = client.post(
        url,
        {"template_version": words.pk, "signatory": signatory.pk, **boxes("dated_on", TODAY())},
        follow=True,
    )

    campaign = Campaign.objects.get()
    assert response.redirect_chain[-1][0] == reverse(
        "recognition:campaign_proofs", args=[campaign.pk]
    )
    assert "This is the letter" in page(response)
    assert "Dear Ben Okafor," in page(response)


def test_who_cannot_get_a_letter_is_said_where_it_was_asked(as_, rosa):
    event = make.event(make.contributor(email=""))
    data = {
        "template_version": make.template().pk,
        "signatory": make.signatory().pk,
        **boxes("dated_on", TODAY()),
    }

    response = as_(rosa).post(reverse("recognition:event_thank", args=[event.pk]), data)

    assert response.status_code == 422
    assert "no email address" in page(response)


@pytest.mark.parametrize(
    ("event", "likeliest"),
    [
        ({}, "official"),
        ({"what_it_made_possible": ""}, "offered"),
        ({"due_on": TODAY() - timedelta(days=1)}, "late"),
    ],
)
def test_the_likeliest_words_are_chosen_beforehand(as_, rosa, event, likeliest):
    versions = {
        key: make.template(name=wording.name, kind=wording.kind, body=wording.body)
        for key, wording in WORDINGS.items()
        if wording.leads
    }
    url = reverse("recognition:event_thank", args=[make.event(**event).pk])

    form = as_(rosa).get(url).context["form"]

    assert form.initial["template_version"] == versions[likeliest]


def test_somebody_who_reads_welsh_is_offered_welsh_words(as_, rosa):
    make.template(name="Official")
    welsh = make.template(name="Swyddogol", language="cy")
    event = make.event(make.contributor(language="cy"))

    form = as_(rosa).get(reverse("recognition:event_thank", args=[event.pk])).context["form"]

    assert form.initial["template_version"] == welsh


# --- templates ---


def test_a_template_is_started_from_a_ready_wording(as_, rosa):
    response = as_(rosa).get(reverse("recognition:template_new"), {"start": "official-cy"})

    assert "Llythyr swyddogol o ddiolch" in page(response)
    assert "((personal_line))" in page(response)  # the list of what can be put in


def test_a_saved_template_is_shown_as_it_prints(as_, rosa):
    """Beside the picture of the page stand the same words as text."""
    data = {
        "name": "Official",
        "kind": "letter",
        "language": "en",
        "subject": "Thank you",
        "body": "You ((what_they_did)).",
    }

    response = as_(rosa).post(reverse("recognition:template_new"), data, follow=True)

    version = TemplateVersion.objects.get()
    shown = page(response)
    assert reverse("recognition:template_page", args=[version.pk, 1]) in shown
    assert "Dear Mrs Kovalenko," in shown
    assert "You cooked supper every Thursday for the families at Mill Lane." in shown


def test_a_mistake_in_a_template_is_pointed_at_and_nothing_is_lost(as_, rosa):
    """TPL-1."""
    data = {
        "name": "Official",
        "language": "en",
        "subject": "Thank you",
        "body": "Dear all,\nyou ((what_they_dud)).",
    }

    response = as_(rosa).post(reverse("recognition:template_new"), data)

    assert response.status_code == 422
    assert "Line 2, character 5: We do not know ((what_they_dud))." in page(response)
    assert "you ((what_they_dud))." in page(response)
    assert not LetterTemplate.objects.exists()


def test_words_are_changed_as_a_new_version_and_the_old_can_be_read(as_, rosa):
    old = make.template(body="Old words.")
    client, template = as_(rosa), old.template
    edit = reverse("recognition:template_edit", args=[template.pk])

    client.post(edit, {"subject": "Thanks", "body": "New words.", "based_on": 1})

    assert "New words." in page(client.get(template.get_absolute_url()))
    assert "Old words." in page(client.get(f"{template.get_absolute_url()}?version=1"))
    stale = client.post(edit, {"subject": "Thanks", "body": "Mine.", "based_on": 1})
    assert stale.status_code == 422
    assert "saved version 2 while you were writing" in page(stale)


def test_the_example_is_a_real_pdf_and_stays_private(as_, rosa):
    version = make.template()
    client = as_(rosa)

    pdf = client.get(reverse("recognition:template_pdf", args=[version.pk]))
    image = client.get(reverse("recognition:template_page", args=[version.pk, 1]))
    beyond = client.get(reverse("recognition:template_page", args=[version.pk, 9]))

    assert pdf.content.startswith(b"%PDF")
    assert image.content.startswith(b"\x89PNG")
    assert "private" in image["Cache-Control"]
    assert "private" in pdf["Cache-Control"]
    assert beyond.status_code == 404


def test_a_template_out_of_use_is_offered_no_more(as_, rosa):
    version = make.template()
    make.signatory()
    client = as_(rosa)

    client.post(reverse("recognition:template_retire", args=[version.template_id]))

    new = client.get(reverse("recognition:campaign_new"))
    assert list(new.context["form"].fields["template_version"].queryset) == []
    assert "There are no words yet" in page(new)


# --- signatories ---


def test_a_signatory_says_what_a_change_would_cost(as_, rosa):
    campaign = make.campaign(by=rosa, approved=True, name="Hosts")
    url = reverse("recognition:signatory_edit", args=[campaign.signatory_id])

    assert "makes any approval void" in page(as_(rosa).get(url))
    assert "Hosts" in page(as_(rosa).get(url))


def test_who_is_not_in_office_is_listed_but_not_offered(as_, rosa):
    make.signatory(style="Ex Mayor", office_to=TODAY() - timedelta(days=1))
    client = as_(rosa)

    assert "Not in office today" in page(client.get(reverse("recognition:signatory_list")))
    assert "Ex Mayor" not in page(client.get(reverse("recognition:campaign_new")))
