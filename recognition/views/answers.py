"""The one question in a letter, answered by whoever holds the link. No account is needed."""

from datetime import date
from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from coalition.domain import DomainError
from coalition.http import posted, render_form
from recognition.actions import answers
from recognition.forms.answers import AnswerForm
from recognition.models import Letter, Response
from recognition.research import question
from recognition.typesetting import Language, long_date

WORDS = {
    "en": {
        "title": "One question about your letter",
        "lede": "Nobody has to answer, and it changes nothing for you. Only those who look after"
        " letters of thanks read it, without your name beside it.",
        "again": "You have answered. You can change it until {day}.",
        "send": "Send my answer",
        "closed": "This question is closed",
        "over": "Answers counted until {day}. Thank you all the same: what you did stays as it is.",
        "not_yet": "This letter has not gone out yet, so there is nothing to answer.",
        "problem": "There is a problem",
        "thanks": "Thank you. Your answer is with us.",
        "many": "There were very many answers from here in the last hour. Please try again later.",
        "help": "Is something in the letter wrong? Tell the office, and a person answers:",
    },
    "cy": {
        "title": "Un cwestiwn am eich llythyr",
        "lede": "Nid oes rhaid i neb ateb, ac nid yw’n newid dim i chi. Dim ond y rhai sy’n gofalu"
        " am lythyrau diolch sy’n ei ddarllen, heb eich enw wrth ei ymyl.",
        "again": "Rydych wedi ateb. Gallwch ei newid hyd at {day}.",
        "send": "Anfon fy ateb",
        "closed": "Mae’r cwestiwn hwn wedi cau",
        "over": "Roedd atebion yn cyfrif hyd at {day}. Diolch yr un fath: mae’r hyn a wnaethoch yn"
        " aros fel y mae.",
        "not_yet": "Nid yw’r llythyr hwn wedi’i anfon eto, felly nid oes dim i’w ateb.",
        "problem": "Mae problem",
        "thanks": "Diolch. Mae eich ateb gyda ni.",
        "many": "Daeth llawer iawn o atebion o’r lle hwn yn yr awr ddiwethaf. Rhowch gynnig arall"
        " arni yn nes ymlaen.",
        "help": "A oes rhywbeth o’i le yn y llythyr? Dywedwch wrth y swyddfa, a bydd rhywun yn"
        " ateb:",
    },
}


@login_not_required
@never_cache
def letter_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Asks on GET, because scanners of mail open every link; writes down on POST only."""
    letter = question.opened_by(code)
    if letter is None or question.person_of(letter).anonymised_at:
        return render(request, "recognition/letter_answer_none.html", {}, status=410)
    words = WORDS[letter.language]
    experiment = letter.assignment.experiment  # type: ignore[union-attr]
    said = Response.objects.filter(letter=letter).first()
    context = {
        "letter": letter,
        "words": words,
        "language": letter.language,
        "said": said,
        "has_gone": letter.is_shown_signed,
        **_until(words, letter.language, experiment.ends_on),
    }
    if not (letter.is_shown_signed and experiment.takes_answers):
        return render(request, "recognition/letter_answer_over.html", context)
    form = AnswerForm(posted(request), language=letter.language, response=said)
    if form.is_valid() and _is_given(request, letter, form):
        messages.success(request, words["thanks"])
        return redirect(question.path_of(letter))
    return render_form(request, "recognition/letter_answer.html", form, context)


def _is_given(request: HttpRequest, letter: Letter, form: AnswerForm) -> bool:
    """Or the form says why not."""
    if not ratelimit.consume(request, action="letter_answer", key=letter.ref):
        form.add_error(None, WORDS[letter.language]["many"])
        return False
    try:
        answers.give(letter=letter, **form.says)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True


def _until(words: dict[str, str], language: str, last: date | None) -> dict[str, str]:
    """The sentences that name the last day, in the letter's language."""
    written = long_date(last, cast(Language, language)) if last else ""
    return {name: words[name].format(day=written) for name in ("again", "over")}
