"""The e-mail that carries a letter, as its reader gets it."""

import hashlib
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from coalition import delivery as post
from recognition import delivery, store
from recognition.actions import dispatch, rendering
from recognition.models import Letter
from recognition.typesetting import long_date
from recognition.typesetting.markup import Mark
from tests import make
from tests.recognition import letters


def sent(mail_server, **fields):
    """Release a letter of one, send it over SMTP, and read it as it arrived."""
    campaign = make.campaign(released=True, **fields)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    dispatch.send_chunk(campaign_id=campaign.pk)
    (message,) = mail_server.messages
    return campaign.letters.get(), message


def text_of(message):
    return message.get_body(["plain"]).get_content().replace("\r\n", "\n")


class Reader(HTMLParser):
    """What a screen reader meets: the language, headings, words and pictures."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def attributes_of(self, wanted):
        return [attributes for tag, attributes in self.tags if tag == wanted]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.mark.django_db
def test_the_pdf_that_arrives_is_the_one_in_the_store(mail_server):
    letter, message = sent(mail_server)

    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == f"letter-{letter.ref}.pdf"
    pdf = attached.get_payload(decode=True)
    assert hashlib.sha256(pdf).hexdigest() == letter.pdf_hash


@pytest.mark.django_db
def test_the_mail_says_who_writes_to_whom_and_where_an_answer_goes(mail_server):
    letter, message = sent(mail_server)

    assert message["Subject"] == "A letter of thanks"
    assert message["From"].addresses[0].display_name == "Homes for Aldermere"
    assert message["Reply-To"] == "office@aldermere.example"
    assert message["To"].addresses[0].addr_spec == letter.email
    assert message["To"].addresses[0].display_name == letter.letter_name
    assert message["Message-ID"] == delivery.message_id(letter)
    assert message["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_letter_can_be_read_as_plain_text(mail_server):
    letter, message = sent(mail_server)

    text = text_of(message)
    assert text.startswith(f"Dear {letter.salutation},\n\nYou cooked supper every Thursday")
    assert "Yours sincerely,\n\nEleanor Whitcombe\nDirector of Public Health" in text
    assert "&" not in text


@pytest.mark.django_db
def test_the_html_reads_well_without_pictures_or_sight(mail_server):
    letter, message = sent(mail_server)

    html = Reader(message.get_body(["html"]).get_content())
    assert html.attributes_of("html") == [{"lang": "en-GB"}]
    assert len(html.attributes_of("h1")) == len(html.attributes_of("title")) == 1
    assert not html.attributes_of("img")
    assert not html.attributes_of("table")
    assert f"Dear {letter.salutation}, You cooked supper every Thursday" in html.text


@pytest.mark.django_db
def test_a_welsh_letter_says_so_in_welsh(mail_server, programme):
    welsh = make.template(
        programme, language="cy", body="Diolch, ((salutation)).", subject="Llythyr o ddiolch"
    )
    _, message = sent(mail_server, template_version=welsh)

    html = Reader(message.get_body(["html"]).get_content())
    assert message["Content-Language"] == "cy"
    assert html.attributes_of("html") == [{"lang": "cy"}]
    assert "Yn gywir," in html.text
    assert "Cyfeirnod" in html.text
    assert "Reference" not in html.text


@pytest.mark.django_db
def test_names_and_facts_are_printed_and_never_obeyed(mail_server, programme):
    """TPL-2."""
    person = make.contributor("Zoë Ŵyn & Сергій", salutation="Zoë & Сергій")
    event = make.event(person, programme=programme, what_they_did="baked <b>bread</b>, ((dates))")
    _, message = sent(mail_server, events=[event])

    assert message["To"].addresses[0].display_name == "Zoë Ŵyn & Сергій"
    assert "You baked <b>bread</b>, ((dates))." in text_of(message)
    html = message.get_body(["html"]).get_content()
    assert "Dear Zoë &amp; Сергій," in html
    assert "You baked &lt;b&gt;bread&lt;/b&gt;, ((dates))." in html


@pytest.mark.django_db
def test_a_pdf_that_changed_on_the_disk_does_not_go_out():
    letter = Letter.objects.with_words().get(pk=make.letter(status="ready").pk)
    store.path_of(letter.pdf_hash).write_bytes(b"something else")

    with pytest.raises(post.CannotCompose):
        delivery.compose(letter)


@pytest.mark.parametrize(
    "says",
    [
        letters.thanks(),
        letters.thanks(
            body=("You <baked> & sold\nbread.", "Thank you."), greeting="Dear Zoë & Ann,"
        ),
        letters.thanks(marks=(Mark(0, 0, 3, "strong"), Mark(0, 4, 10, "em"), Mark(2, 0, 5, "em"))),
        letters.thanks(layout="certificate", heading="Certificate", language="cy"),
        letters.thanks(heading="Reference for Ann <Smith>", footer=""),
    ],
)
@pytest.mark.parametrize("attached", [True, False])
def test_each_letter_is_put_into_the_frame_of_all_as_the_templates_would_write_it(says, attached):
    context = {
        "letter": says,
        "attached": attached,
        "dated": long_date(says.dated, says.language),
        "words": delivery.WORDS[says.language],
        "own_links": settings.SITE_URL + reverse("own_links"),
        "subject": "Thank you & more",
    }
    delivery._worded(letters.thanks(reference="ANOTHER"), "Thank you & more", attached)

    found = delivery._worded(says, "Thank you & more", attached)

    for words, kind in zip(found, ("txt", "html"), strict=True):
        assert words == render_to_string(f"recognition/letter_mail.{kind}", context)
