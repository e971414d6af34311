"""Pages of a campaign: who, words, proofs, approval, release."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.models import JournalEntry
from recognition import store, tasks
from recognition.actions import campaigns, releases, rendering
from recognition.models import Campaign, Letter
from recognition.proofs import ugliest_first
from tests import make
from tests.recognition import letters

TODAY = timezone.localdate
Status = Campaign.Status


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    """Campaigns for which the bell was rung."""
    rung = []
    monkeypatch.setattr(tasks, "wake", rung.append)
    return rung


def page(response):
    return response.content.decode()


def at(url_name, campaign, *more):
    return reverse(f"recognition:{url_name}", args=[campaign.pk, *more])


def typed(**changes):
    return {
        "name": "Hosts of the first winter",
        "dated_on_day": TODAY().day,
        "dated_on_month": TODAY().month,
        "dated_on_year": TODAY().year,
        **changes,
    }


# --- words ---


def test_a_campaign_is_begun_and_goes_on_to_who_gets_a_letter(as_, rosa):
    words, signatory = make.template(), make.signatory()

    response = as_(rosa).post(
        reverse("recognition:campaign_new"),
        typed(template_version=words.pk, signatory=signatory.pk),
    )

    campaign = Campaign.objects.get()
    assert response.url == at("campaign_audience", campaign)
    assert (campaign.author, campaign.template_version) == (rosa, words)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter a name"),
        ({"template_version": ""}, "Choose a template"),
        ({"signatory": "999999"}, "Choose one of the options listed"),
        ({"dated_on_year": "1926"}, "within a year of today"),
        ({"dated_on_day": "31", "dated_on_month": "2"}, "Enter a real date"),
        ({"personal_line": "x" * 201}, "Use 200 characters or fewer"),
    ],
)
def test_what_is_missing_is_said(as_, rosa, changes, said):
    data = typed(template_version=make.template().pk, signatory=make.signatory().pk)

    response = as_(rosa).post(reverse("recognition:campaign_new"), {**data, **changes})

    assert response.status_code == 422
    assert said in page(response)


def test_a_line_that_the_words_cannot_do_without_is_asked_for(as_, rosa):
    words = make.template(body="As the mayor says: ((personal_line)) Thank you.")

    response = as_(rosa).post(
        reverse("recognition:campaign_new"),
        typed(template_version=words.pk, signatory=make.signatory().pk),
    )

    assert "Write the line" in page(response)


def test_words_and_signatory_of_two_programmes_do_not_go_together(as_, programme, rosa):
    other = make.programme("Another")
    other.grants.create(user=rosa, role="recognition_admin")

    response = as_(rosa).post(
        reverse("recognition:campaign_new"),
        typed(template_version=make.template().pk, signatory=make.signatory(other).pk),
    )

    assert "Choose somebody who signs for the template’s programme" in page(response)


def test_an_older_version_that_a_campaign_has_stays_on_offer(as_, rosa):
    campaign = make.campaign(by=rosa)
    old = campaign.template_version
    new = make.template(name="Newer")
    old.template.versions.create(number=2, subject="S", body="B", written_by=rosa)

    form = as_(rosa).get(at("campaign_words", campaign)).context["form"]

    offered = set(form.fields["template_version"].queryset)
    assert {old, new} <= offered
    assert form.initial["template_version"] == old


def test_who_changes_words_is_told_beforehand_what_it_costs(as_, rosa):
    campaign = make.campaign(by=rosa, approved=True)
    client, url = as_(rosa), at("campaign_words", campaign)
    assert "the approval is void" in page(client.get(url))
    data = typed(template_version=campaign.template_version_id, signatory=campaign.signatory_id)

    client.post(url, {**data, "personal_line": "I saw it."})

    campaign.refresh_from_db()
    assert campaign.status == Status.DRAFT
    assert "Approval void, back to draft" in page(client.get(campaign.get_absolute_url()))


# --- who ---


def test_people_are_ticked_page_by_page(as_, rosa):
    campaign = make.campaign([], by=rosa)
    one, other, hidden = make.event(), make.event(), make.event()
    campaigns.choose(campaign=campaign, add=type(hidden).objects.filter(pk=hidden.pk), by=rosa)
    url = at("campaign_audience", campaign)

    as_(rosa).post(url, {"shown": [one.pk, other.pk], "event": [one.pk, "nonsense"]})

    chosen = set(campaign.candidates.values_list("event", flat=True))
    assert chosen == {one.pk, hidden.pk}  # who is on another page stays


def test_a_tick_that_was_not_shown_counts_for_nothing(as_, rosa):
    campaign, event = make.campaign([], by=rosa), make.event()

    as_(rosa).post(at("campaign_audience", campaign), {"event": [event.pk]})

    assert not campaign.candidates.exists()


def test_everyone_listed_is_chosen_with_the_filters_in_use(as_, rosa):
    campaign = make.campaign([], by=rosa)
    late = make.event(due_on=TODAY() - timedelta(days=1))
    make.event()
    client, url = as_(rosa), at("campaign_audience", campaign)

    response = client.post(f"{url}?when=late", {"choose": "all"}, follow=True)

    assert campaign.candidates.get().event == late
    assert "1 person is chosen." in page(response)
    client.post(url, {"choose": "none"})
    assert not campaign.candidates.exists()


def test_going_on_saves_the_ticks_and_shows_the_proofs(as_, rosa):
    campaign, event = make.campaign([], by=rosa), make.event()
    data = {"shown": [event.pk], "event": [event.pk], "choose": "go"}

    response = as_(rosa).post(at("campaign_audience", campaign), data)

    assert response.url == at("campaign_proofs", campaign)
    assert campaign.letters.count() == 1


def test_going_on_with_nobody_says_what_is_missing(as_, rosa):
    campaign = make.campaign([], by=rosa)

    response = as_(rosa).post(at("campaign_audience", campaign), {"choose": "go"}, follow=True)

    assert "Choose at least one person first." in page(response)


def test_who_is_chosen_can_be_found_though_the_letters_are_fixed(as_, rosa):
    campaign = make.campaign([make.event(make.contributor("Ann Fixed"))], by=rosa, frozen=True)

    shown = page(as_(rosa).get(at("campaign_audience", campaign)))

    assert "Ann Fixed" in shown
    assert "checked" in shown


def test_a_released_campaign_refuses_changes_in_words(as_, rosa):
    campaign = make.campaign(by=rosa, released=True)

    for url_name in ("campaign_audience", "campaign_words", "campaign_cancel", "campaign_reopen"):
        response = as_(rosa).get(at(url_name, campaign))
        assert response.status_code == 409
        assert "going out now" in page(response)


# --- proofs ---


def test_the_ugliest_letters_come_first_with_the_reason(rosa):
    """CMP-2."""
    ugly = {
        "Longest name": {"letter_name": "Professor Maximiliana Featherstone of Upper Aldermere"},
        "Not in Latin letters": {"letter_name": "Оксана Мельник"},
        "Two people in one name": {"letter_name": "Mr Tom and Mrs Ifeoma Bell"},
        "Honours after the name": {"letter_name": "Dr Ann Lee OBE"},
        "No title": {"letter_name": "Al"},
        "Longest address": {
            "letter_name": "Mr Far Away",
            "address": "The Old Rectory\nUpper Lane\nNorthside\nAldermere\nAL1 2AB",
        },
        "In Welsh": {"letter_name": "Mrs Siân Ŵyn", "language": "cy"},
        "In large print": {"letter_name": "Mr Lar Ge", "format_need": "large_print"},
        "Reads another language": {"letter_name": "Mrs Olena Kit", "language": "uk"},
        "Name confirmed by somebody else": {
            "letter_name": "Ms Con Firmed",
            "name_confirmed_by": "partner",
        },
    }
    people = [make.contributor(**fields) for fields in ugly.values()]
    plain = [make.contributor(f"Mr Plain {n}") for n in range(9)]
    chosen = [make.event(person) for person in [*plain, *people]]
    words = make.template()
    make.template(language="cy", sibling_of=words.template, follows=1)
    campaign = make.campaign(chosen, template_version=words, by=rosa, frozen=True)

    proofs = ugliest_first(campaign)

    found = {why: proof.letter.letter_name for proof in proofs for why in proof.why}
    for why, fields in ugly.items():
        if why not in ("No title",):
            assert found[why] == fields["letter_name"], why
    assert sum("Drawn at random" in proof.why for proof in proofs) == 5
    assert all(not proof.problem for proof in proofs)


def test_everyone_who_looks_sees_the_same_proofs_with_few_questions(rosa):
    campaign = make.campaign([make.event() for _ in range(20)], by=rosa, frozen=True)

    with CaptureQueriesContext(connection) as asked:
        first = [proof.letter.pk for proof in ugliest_first(campaign)]

    assert [proof.letter.pk for proof in ugliest_first(campaign)] == first
    assert len(asked) <= 22


def test_proofs_are_pictures_of_the_real_pages_beside_their_words(as_, rosa):
    campaign = make.campaign(by=rosa, frozen=True)
    letter = campaign.letters.get()
    client = as_(rosa)

    shown = page(client.get(at("campaign_proofs", campaign)))
    image = client.get(at("proof_page", campaign, letter.pk, 1))
    pdf = client.get(at("proof_pdf", campaign, letter.pk))

    assert at("proof_page", campaign, letter.pk, 1) in shown
    assert f"Dear {letter.salutation}," in shown
    assert "1 page" in shown
    assert image.content.startswith(b"\x89PNG")
    assert pdf.content.startswith(b"%PDF")
    assert "private" in image["Cache-Control"]


def test_nothing_signed_can_be_taken_away_before_it_is_approved(as_, rosa):
    """SIG-1: the PDF of a proof holds no picture of the signature; what goes out does."""
    signatory = make.signatory(signature_image=letters.signature())
    campaign = make.campaign(by=rosa, approved=True, signatory=signatory)
    letter = campaign.letters.get()

    proof = as_(rosa).get(at("proof_pdf", campaign, letter.pk)).content
    releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    letter.refresh_from_db()

    assert letters.pictures_in(proof) == 0
    assert letters.pictures_in(store.get(letter.pdf_hash)) == 1


@pytest.mark.parametrize(
    ("in_ink", "has_picture", "said"),
    [("", True, True), ("", False, False), ("signature", True, False)],
)
def test_proofs_say_so_where_a_signature_will_be_added(as_, rosa, in_ink, has_picture, said):
    """SIG-1."""
    signatory = make.signatory(signature_image=letters.signature() if has_picture else None)
    thanked = make.event(make.contributor(address="14 Weaver Street\nAldermere\nAL1 2AB"))
    campaign = make.campaign([thanked], by=rosa, frozen=True, signatory=signatory, in_ink=in_ink)

    for shown in (
        as_(rosa).get(at("campaign_proofs", campaign)),
        as_(rosa).get(at("proof_detail", campaign, campaign.letters.get().pk)),
    ):
        assert ("unsigned: the signature is added" in page(shown)) is said


def test_a_proof_is_found_under_its_own_campaign_only(as_, rosa):
    letter = make.campaign(by=rosa, frozen=True).letters.get()
    other = make.campaign(by=rosa, frozen=True)

    assert as_(rosa).get(at("proof_pdf", other, letter.pk)).status_code == 404


def test_a_letter_that_cannot_be_printed_says_so_among_the_proofs(as_, rosa):
    campaign = make.campaign(by=rosa, frozen=True)
    campaign.letters.update(values={**campaign.letters.get().values, "what_they_did": ""})

    shown = page(as_(rosa).get(at("campaign_proofs", campaign)))

    assert "This letter cannot be printed." in shown
    assert as_(rosa).get(
        at("proof_detail", campaign, campaign.letters.get().pk)
    ).status_code == 200  # fmt: skip


def test_who_gets_no_letter_stands_above_the_proofs_and_in_a_safe_file(as_, rosa):
    """CMP-1; a name that a spreadsheet would run as a formula is only text (story 20)."""
    evil = make.event(make.contributor("=HYPERLINK(1)", email=""))
    campaign = make.campaign([evil, make.event()], by=rosa, frozen=True)
    client = as_(rosa)

    shown = page(client.get(at("campaign_proofs", campaign)))
    file = client.get(at("campaign_exclusions", campaign))

    assert "1 chosen, but without a letter" in shown
    assert "no email address" in shown
    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Name"
    assert not rows[1][0].startswith("=")
    assert rows[1][2] == "G5"


def test_who_takes_the_list_of_those_without_a_letter_is_on_record(as_, rosa, lena):
    """P4."""
    campaign = make.campaign(
        [make.event(make.contributor(email="")), make.event()], by=rosa, frozen=True
    )

    as_(lena).get(at("campaign_exclusions", campaign))

    entry = JournalEntry.objects.get(kind=campaigns.EXCLUSIONS_EXPORTED)
    assert (entry.subject, entry.by, entry.facts) == (campaign, lena, {"rows": 1})
    assert "downloaded" in page(as_(lena).get(campaign.get_absolute_url()))


def test_a_draft_has_no_proofs_yet(as_, rosa):
    campaign = make.campaign(by=rosa)

    assert as_(rosa).get(at("campaign_proofs", campaign)).url == campaign.get_absolute_url()


def test_every_recipient_can_be_found(as_, amir, rosa):
    campaign = make.campaign(
        [make.event(make.contributor("Ann Lee")), make.event(make.contributor("Bo Rye"))],
        by=rosa,
        frozen=True,
    )

    shown = page(as_(amir).get(at("campaign_recipients", campaign), {"q": "ann"}))

    assert "Ann Lee" in shown
    assert "Bo Rye" not in shown


def test_the_recipients_are_listed_with_where_their_letter_goes(as_, rosa, amir):
    campaign = make.campaign([make.event(), make.event()], by=rosa, frozen=True)
    posted, mailed = campaign.letters.order_by("pk")
    campaign.letters.filter(pk=posted.pk).update(
        channel="post", address=["Ann Lee", "14 Mill Lane", "AL1 2AB"]
    )

    shown = page(as_(amir).get(at("campaign_recipients", campaign)))

    assert "14 Mill Lane, AL1 2AB" in shown
    assert mailed.email in shown


# --- approval ---


def test_the_steps_lead_from_draft_to_release(as_, rosa, amir):
    campaign = make.campaign(by=rosa)
    url = campaign.get_absolute_url()

    assert "Go on to the proofs" in page(as_(rosa).get(url))
    as_(rosa).post(at("campaign_freeze", campaign))
    campaign.refresh_from_db()
    assert "Look at the proofs" in page(as_(rosa).get(url))
    as_(rosa).post(at("campaign_ask", campaign), {"seen": campaign.fingerprint})
    assert "Amir can approve" in page(as_(rosa).get(url))
    assert "They wait for you" in page(as_(amir).get(url))
    as_(amir).post(at("campaign_approve", campaign), {"seen": campaign.fingerprint})
    assert "Send 1 letter" in page(as_(rosa).get(url))
    assert "Send 1 letter" not in page(as_(amir).get(url))


def test_the_approver_sees_all_that_the_yes_binds_to(as_, rosa, amir):
    """Story 9."""
    left_out = make.event(make.contributor("Al Unsure", name_confirmed_by="staff"))
    campaign = make.campaign([left_out, make.event()], by=rosa, asked=True)

    shown = page(as_(amir).get(at("campaign_approve", campaign)))

    for expected in [
        "Approve 1 letter?",
        "Al Unsure has not confirmed this name",
        "Eleanor Whitcombe, Director of Public Health",
        "In office",
        campaign.content_hash[:8],
        campaign.fingerprint,
        "Dear Contributor",
    ]:
        assert expected in shown


def test_a_yes_from_an_old_tab_is_refused_and_explained(as_, rosa, amir):
    """CMP-3, story 9."""
    campaign = make.campaign(by=rosa, asked=True)

    response = as_(amir).post(at("campaign_approve", campaign), {"seen": "0" * 64}, follow=True)

    assert "changed after you opened the page" in page(response)
    campaign.refresh_from_db()
    assert campaign.status == Status.IN_REVIEW


@pytest.mark.parametrize("who", ["rosa", "lena", "ben", "adele"])
def test_nobody_but_an_approver_approves(request, as_, rosa, adele, who):
    """Story 9: a POST by hand is refused as the page is."""
    campaign = make.campaign(by=rosa, asked=True)

    response = as_(request.getfixturevalue(who)).post(
        at("campaign_approve", campaign), {"seen": campaign.fingerprint}
    )

    assert response.status_code in (403, 404)
    assert not campaign.approvals.exists()


def test_letters_are_sent_back_with_a_sentence(as_, rosa, amir):
    campaign = make.campaign(by=rosa, asked=True)
    client, url = as_(amir), at("campaign_send_back", campaign)

    assert "Say what should change" in page(client.post(url, {}))
    client.post(url, {"reason": "The date is a Sunday."})

    shown = page(as_(rosa).get(campaign.get_absolute_url()))
    assert "The date is a Sunday." in shown
    assert "Being prepared" in shown


# --- release ---


def test_letters_are_sent_after_one_more_look_and_the_bell_is_rung(as_, rosa, woken):
    campaign = make.campaign([make.event(), make.event()], by=rosa, approved=True)
    client, url = as_(rosa), at("campaign_release", campaign)
    assert "You are about to send 2 letters" in page(client.get(url))
    assert Letter.objects.filter(status="queued").count() == 0

    response = client.post(url, {"seen": campaign.fingerprint})

    assert response.url == at("campaign_progress", campaign)
    assert Letter.objects.filter(status="queued").count() == 2
    assert woken == [campaign.pk]


def test_a_released_campaign_leads_to_how_far_it_is(as_, lena, rosa):
    campaign = make.campaign(by=rosa, released=True)

    shown = page(as_(lena).get(campaign.get_absolute_url()))

    assert at("campaign_progress", campaign) in shown
    assert "On their way" in shown


def test_many_letters_are_counted_by_hand(as_, rosa, monkeypatch):
    monkeypatch.setattr("recognition.views.releases.MANY", 2)
    campaign = make.campaign([make.event(), make.event()], by=rosa, approved=True)
    client, url = as_(rosa), at("campaign_release", campaign)

    wrong = client.post(url, {"seen": campaign.fingerprint, "count": "20"})

    assert wrong.status_code == 422
    assert "This is not the number of letters: 2" in page(wrong)
    assert client.post(url, {"seen": campaign.fingerprint, "count": "2"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.status == Status.RELEASING


def test_a_second_click_is_told_that_they_are_on_their_way(as_, rosa, woken):
    campaign = make.campaign(by=rosa, approved=True)
    client, url = as_(rosa), at("campaign_release", campaign)
    client.post(url, {"seen": campaign.fingerprint})

    response = client.post(url, {"seen": campaign.fingerprint}, follow=True)

    assert "going out now" in page(response)
    assert len(woken) == 1


def test_a_campaign_is_opened_again_or_given_up_after_a_question(as_, rosa):
    campaign = make.campaign(by=rosa, approved=True)
    client = as_(rosa)
    assert "The approval becomes void." in page(client.get(at("campaign_reopen", campaign)))

    client.post(at("campaign_reopen", campaign))
    campaign.refresh_from_db()
    assert campaign.status == Status.DRAFT
    client.post(at("campaign_cancel", campaign))
    campaign.refresh_from_db()
    assert campaign.status == Status.CANCELLED


def test_a_campaign_page_asks_the_same_number_of_questions_however_large(as_, rosa):
    small = make.campaign([make.event()], by=rosa, asked=True)
    large = make.campaign([make.event() for _ in range(12)], by=rosa, asked=True)
    client = as_(rosa)
    client.get(small.get_absolute_url())

    for url_name in ("campaign_detail", "campaign_proofs", "campaign_recipients"):
        with CaptureQueriesContext(connection) as few:
            client.get(at(url_name, small))
        with CaptureQueriesContext(connection) as many:
            client.get(at(url_name, large))
        assert len(many) == len(few), url_name
