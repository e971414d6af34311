"""Offers that somebody logs for an organisation, or on another person's behalf."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from coalition.forms.offer_details import WhoOffersForm
from coalition.forms.offers import OFFER_ORDER, FullOfferForm, NewOfferForm, OwnOfferForm
from coalition.forms.people import PersonForm
from coalition.models import Offer, Organisation

NOT_ASKED = {Offer.Source.WEB, Offer.Source.IMPORT}


class PartnerOfferForm(OwnOfferForm):
    """For an organisation; asks which only if there are several."""

    field_order = ["organisation", *OFFER_ORDER, "keep_details"]

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation offers this?",
        error_messages={"required": "Choose which organisation offers this"},
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, theirs: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = theirs[0] if len(theirs) == 1 else None
        organisation: Any = self.fields["organisation"]
        organisation.queryset = theirs
        if self.only:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.only:
            cleaned["organisation"] = self.only
        return cleaned


class StaffOfferForm(PersonForm, WhoOffersForm, NewOfferForm, FullOfferForm):
    """On behalf of somebody who rang, wrote, or said so in a meeting."""

    MANY = 10
    field_order = [
        "source",
        "letter_name",
        "email",
        "offered_by",
        "organisation_name",
        "organisation",
        "on_behalf_of_count",
        *OFFER_ORDER,
        "keep_details",
    ]

    source = forms.ChoiceField(
        label="How did the offer reach you?",
        choices=[(way, way.label) for way in Offer.Source if way not in NOT_ASKED],
        error_messages={"required": "Choose how the offer reached you"},
        widget=forms.RadioSelect,
    )
    organisation_name = forms.CharField(
        label="Their organisation",
        max_length=200,
        required=False,
        help_text="If they offer this for one. Part of its name, or its charity number.",
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Which of these is it?",
        required=False,
        empty_label=None,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["letter_name"].label = "Their name"
        self.fields["email"].label = "Their email address"
        self.fields["email"].help_text = "The receipt goes there, with a link to their offer."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        words = cleaned.pop("organisation_name", "")
        chosen = cleaned.pop("organisation", None)
        cleaned["organisation"] = self._found(words, chosen) if words else None
        if words and cleaned.get("offered_by") == Offer.OfferedBy.HOUSEHOLD:
            self.add_error(
                "organisation_name",
                "Leave this box empty if their household offers it, or choose “One person” above",
            )
        return cleaned

    def _found(self, words: str, chosen: Organisation | None) -> Organisation | None:
        """The organisation meant; if several match, they are listed to choose from."""
        matches = list(Organisation.objects.matching(words)[: self.MANY + 1])
        named = [o for o in matches if words.lower() in {o.name.lower(), o.known_as.lower()}]
        if chosen in matches:
            return chosen
        if len(named or matches) == 1:
            return (named or matches)[0]
        if not matches:
            self.add_error(
                "organisation_name",
                "We know no organisation by these words. Check them, or leave this box empty.",
            )
        elif len(matches) > self.MANY:
            self.add_error("organisation_name", "Many organisations match. Type more of the name.")
        else:
            self._offer_choice(matches)
        return None

    def _offer_choice(self, matches: list[Organisation]) -> None:
        field: Any = self.fields["organisation"]
        field.widget = forms.RadioSelect()
        field.queryset = Organisation.objects.filter(pk__in=[o.pk for o in matches])
        self.add_error("organisation", "Several organisations match. Choose one.")
