"""A person's own page, opened by the link in a mail, without an account."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coalition import contact, envelopes, tasks, wishes
from coalition.actions import contact_facts, own_pages, preferences
from coalition.bell import ring
from coalition.domain import DomainError
from coalition.forms.offers import LinkForm
from coalition.forms.register import TheirPeopleForm
from coalition.http import posted, render_form
from coalition.models import Contributor
from coalition.views.preferences import ask, form_for, is_seen

OFFERS_SHOWN = 20


@login_not_required
@never_cache
def own_links(request: HttpRequest) -> HttpResponse:
    """Mail somebody a link to their own page. The answer is the same whoever asks."""
    form = LinkForm(posted(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        if ratelimit.consume(request, action="own_links", key=email.lower()):
            own_pages.send_links(email=email)
            ring(tasks.send_mail)
        messages.success(
            request,
            "If we know this address, a mail with a link is on its way. It can take a minute.",
        )
        return redirect("own_links")
    return render_form(request, "coalition/own_links.html", form, {})


@login_not_required
@never_cache
def own_page(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    person = opened(pk, key)
    if person is None:
        return link_has_run_out(request)
    stand = contact.stands([person.pk]).get(person.pk, contact.NOTHING)
    context = {
        **_context(person),
        "offers": person.offers.order_by("-submitted_at")[:OFFERS_SHOWN],
        "thanks": wishes.in_words(stand.wishes),
        **envelopes.in_words(person),
    }
    return render(request, "coalition/own_page.html", context)


@login_not_required
@never_cache
def own_details(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """An address is the key to this page, so it is changed with us, not here."""
    person = opened(pk, key)
    if person is None:
        return link_has_run_out(request)
    form = TheirPeopleForm(posted(request), instance=person)
    if form.is_valid():
        own_pages.change_details(contributor=person, **form.cleaned_data)
        messages.success(request, "Your details are saved.")
        return redirect("own_page", pk, key)
    return render_form(request, "coalition/own_details.html", form, _context(person))


@login_not_required
@never_cache
@require_POST
def own_name(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One click says that the name is right (CON-4)."""
    person = opened(pk, key)
    if person is None:
        return link_has_run_out(request)
    try:
        own_pages.confirm_name(contributor=person, seen=request.POST.get("seen", ""))
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Thank you. That is how we write your name.")
    return redirect("own_page", pk, key)


@login_not_required
@never_cache
def own_thanks(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    person = opened(pk, key)
    if person is None:
        return link_has_run_out(request)
    form = form_for(request, person)
    if not is_seen(request, form):
        cancel = reverse("own_page", args=[pk, key])
        context = {**_context(person), "oneself": True, "cancel": cancel}
        return ask(request, form, person, context)
    preferences.choose(owner=person, by=None, **form.wishes)
    messages.success(request, "Saved. From now on, thanks come like this.")
    return redirect("own_page", pk, key)


@login_not_required
@never_cache
def own_stop(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """No more contact, without saying why."""
    person = opened(pk, key)
    if person is None:
        return link_has_run_out(request)
    if request.method == "POST":
        contact_facts.object_to_contact(contributor=person, by=None)
        messages.success(request, "We do not write to you any more. Thank you for all you did.")
        return redirect("own_page", pk, key)
    return render(request, "coalition/own_stop.html", _context(person))


@login_not_required
@never_cache
@require_POST
def own_again(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    person = opened(pk, key)
    if person is None:
        return link_has_run_out(request)
    contact_facts.reach_again(contributor=person, by=None)
    messages.success(request, "We may write to you again.")
    return redirect("own_page", pk, key)


def opened(pk: int, key: str) -> Contributor | None:
    """Nobody learns here whom we know: a wrong number looks like a link that has run out."""
    person = Contributor.objects.filter(pk=pk, anonymised_at=None).first()
    return person if person and person.is_opened_by(key) else None


def link_has_run_out(request: HttpRequest) -> HttpResponse:
    return render(request, "coalition/own_link_over.html", {"form": LinkForm()}, status=410)


def _context(person: Contributor) -> dict[str, object]:
    return {"person": person, "key": person.link_key}
