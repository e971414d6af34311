"""What may be typed about power that is handed over."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone

from coalition.models import Contributor, User
from forums.authority.modes import (
    ANSWERED,
    DECIDING,
    LAWFUL,
    WHY_NOT_DECIDE,
    WHY_NOT_PROMISE,
    Basis,
    Mode,
)
from forums.authority.periods import Days, Period, latest_expiry, months_after
from forums.authority.plain import unclear
from forums.forms.delegation_fields import DelegationFields
from forums.forms.fields import OrganisationField
from forums.granting import granters
from forums.models import Delegation, Forum, Seat

BESIDE = "beside"
SHOWN = 3
# Fields that are typed as they are kept.
AS_KEPT = (
    *["theme", "power", "office_title", "mode", "per_decision_limit", "period_limit", "period"],
    *["conditions", "must_consult", "excludes", "sub_delegation", "report_to", "report_every"],
    *["call_in_days", "answer_within_days", "legal_basis", "instrument_url"],
    *["effective_from", "expires_on", "review_on"],
)


class DelegationForm(DelegationFields):
    """`is_unlawful` once it would have a forum decide where in law it cannot (DEL-2): the page
    then offers an undertaking."""

    is_unlawful = False

    def __init__(
        self,
        data: Any = None,
        *,
        forum: Forum,
        by: User,
        delegation: Delegation | None = None,
        replaces: Delegation | None = None,
    ) -> None:
        """`delegation` is the draft to change; `replaces` the one to begin from."""
        start = delegation or replaces
        super().__init__(data, initial=_as_typed(start) if start else _proposed(forum))
        self.forum, self.by, self.delegation = forum, by, delegation
        if replaces is not None:
            self.initial = {**self.initial, **_renewed(replaces)}
        body = cast(OrganisationField, self.fields["delegator"])
        body.kept, body.asked_by = start.delegator if start else forum.convened_by, by
        self._offer_choices()

    def _offer_choices(self) -> None:
        programme = Q(forum__programme=self.forum.programme_id)
        standing = Delegation.objects.standing().filter(programme).with_all()
        rows = list(standing.order_by("forum__name", "pk"))
        self.others = {str(row.pk): row for row in rows}
        self.seats: dict[str, Seat] = {
            str(seat.pk): seat for seat in self.forum.seats.kept().in_order()
        }
        named = [(key, f"{row}: {row.theme}, {row.delegate}") for key, row in self.others.items()]
        held = [(key, words) for key, words in named if self.others[key].sub_delegation]
        beside = (BESIDE, "No: it stands beside one that covers the same")
        self._choose("replaces", [("", "No, it is new"), *named, beside])
        self._choose("parent", [("", "No, the body holds it itself"), *held])
        whole = ("", f"The whole forum: {self.forum}")
        seats = [(key, f"One seat: {seat}") for key, seat in self.seats.items()]
        self._choose("seat", [whole, *seats])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_power(self) -> str:
        sentence: str = self.cleaned_data["power"]
        if advice := unclear(sentence):
            raise forms.ValidationError(advice)
        return sentence

    def clean_seat(self) -> Seat | None:
        return self.seats.get(self.cleaned_data["seat"])

    def clean_parent(self) -> Delegation | None:
        return self.others.get(self.cleaned_data["parent"])

    def clean_effective_from(self) -> date:
        first: date = self.cleaned_data["effective_from"]
        if first < timezone.localdate() and first != self.initial.get("effective_from"):
            raise forms.ValidationError("Choose today or a later day", code="year")
        return first

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"mode", "legal_basis"}:
            mode = typed["mode"]
            self._check_basis(mode, typed["legal_basis"])
            self._check_limits(mode, typed)
            self._check_answer(mode, typed)
        self._check_dates(typed)
        if bool(typed.get("report_to")) != bool(typed.get("report_every")):
            empty = "report_every" if typed.get("report_to") else "report_to"
            self.add_error(empty, "Say to whom it reports and how often, or leave both out")
        body = typed.get("delegator")
        if body and "holder" in typed:
            typed["role_holder"] = self._find_holder(typed["holder"], body, typed.get("parent"))
        self._check_doubles(typed)
        return typed

    def _check_basis(self, mode: str, basis: str) -> None:
        """DEL-2."""
        if mode == Mode.DECIDE and basis not in LAWFUL:
            self.is_unlawful = True
            self.add_error("mode", WHY_NOT_DECIDE)
        elif mode in DECIDING and basis == Basis.NONE:
            self.add_error("legal_basis", WHY_NOT_PROMISE)

    def _check_limits(self, mode: str, typed: dict[str, Any]) -> None:
        """DEL-3."""
        one, all_of_it = typed.get("per_decision_limit"), typed.get("period_limit")
        for name in ("per_decision_limit", "period_limit"):
            if name in self.errors:
                continue
            if mode in DECIDING and typed.get(name) is None:
                self.add_error(name, "Enter an amount. 0 means that no money may be spent")
            elif mode not in DECIDING and typed.get(name) is not None:
                self.add_error(name, "Leave this empty: only what is decided has a limit")
        if one is not None and all_of_it is not None and one > all_of_it:
            self.add_error(
                "per_decision_limit", "One decision cannot be worth more than all of a period"
            )

    def _check_answer(self, mode: str, typed: dict[str, Any]) -> None:
        if "answer_within_days" in self.errors:
            return
        answered = mode in ANSWERED
        if answered and not typed.get("answer_within_days"):
            self.add_error("answer_within_days", "Say within how many working days")
        elif not answered and typed.get("answer_within_days"):
            self.add_error(
                "answer_within_days", "Leave this empty: nobody answers a decision or advice"
            )

    def _check_dates(self, typed: dict[str, Any]) -> None:
        """DEL-4."""
        first, last, again = (typed.get(n) for n in ("effective_from", "expires_on", "review_on"))
        if not first or not last:
            return
        if last < first:
            self._wrong_year("expires_on", "Choose a last day that is not before the first")
        elif last > (latest := latest_expiry(first)):
            words = f"{latest.day} {latest:%B %Y}"
            self._wrong_year("expires_on", f"Choose a day no later than {words}")
        elif again and not first <= again <= last:
            self._wrong_year("review_on", "Choose a day between the first and the last")

    def _wrong_year(self, name: str, message: str) -> None:
        self.add_error(name, forms.ValidationError(message, code="year"))

    def _find_holder(self, words: str, body: Any, parent: Delegation | None) -> User | None:
        people = granters(body, parent)
        called = Q(letter_name__iexact=words) | Q(known_as__iexact=words) | Q(email__iexact=words)
        found = list(people.filter(called | Q(user__email__iexact=words))[:2])
        if len(found) == 1:
            return found[0].user
        if found:
            self.add_error("holder", f"Two people are called {words}. Enter the email address.")
        else:
            self.add_error("holder", _nobody_called(words, body, list(people[: SHOWN + 1])))
        return None

    def _check_doubles(self, typed: dict[str, Any]) -> None:
        """Another that covers the same is named; whoever goes on says how the two stand."""
        answer = typed.pop("replaces", "")
        typed["replaces"] = self.others.get(answer)
        if not all(typed.get(name) for name in ("theme", "effective_from", "expires_on")) or answer:
            return
        days = Days(typed["effective_from"], typed["expires_on"])
        if days.last < days.first:
            return
        same = Delegation.objects.overlapping(
            forum=self.forum, seat=typed.get("seat"), theme=typed["theme"], days=days
        )
        itself = self.delegation.pk if self.delegation else None
        if twin := next((one for one in same.order_by("pk") if one.pk != itself), None):
            self.add_error(
                "replaces",
                f"{twin} covers ‘{twin.theme}’ in some of the same days"
                f" ({twin.get_status_display().lower()}). Say here whether this takes its place or"
                " stands beside it.",
            )

    def fields_to_keep(self) -> dict[str, Any]:
        """What an action takes, of a form that is valid."""
        typed = self.cleaned_data
        names = (*AS_KEPT, "seat", "parent", "delegator", "role_holder", "replaces")
        return {name: typed[name] for name in names}


def _nobody_called(words: str, body: Any, people: list[Contributor]) -> str:
    if not people:
        return (
            f"Nobody on the register speaks for {body} and has an account. Put that right on the"
            " register first, or name another body."
        )
    names = " or ".join(f"‘{person}’" for person in people[:SHOWN])
    more = ", among others" if len(people) > SHOWN else ""
    return f"{words} does not speak for {body}, or has no account. Did you mean {names}{more}?"


def _proposed(forum: Forum) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "delegator": forum.convened_by.name,
        "period": Period.YEAR,
        "call_in_days": 0,
        "answer_within_days": None,
        "effective_from": today,
        "expires_on": months_after(today, 12),
        "review_on": months_after(today, 6),
    }


def _as_typed(delegation: Delegation) -> dict[str, Any]:
    return {
        **{name: getattr(delegation, name) for name in AS_KEPT},
        "seat": str(delegation.seat_id or ""),
        "parent": str(delegation.parent_id or ""),
        "replaces": str(delegation.replaces_id or ""),
        "delegator": delegation.delegator.name,
        "holder": delegation.role_holder.email,
    }


def _renewed(old: Delegation) -> dict[str, Any]:
    """The same once more, for as long as it may be: from the day after its end, or today."""
    first = max(timezone.localdate(), old.last_day + timedelta(days=1))
    return {
        "effective_from": first,
        "expires_on": months_after(first, 12),
        "review_on": months_after(first, 6),
        "replaces": str(old.pk) if not old.is_over else "",
    }
