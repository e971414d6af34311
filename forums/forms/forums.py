"""What may be typed about a forum and its seats."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from coalition.fields import AppForm, UkDateField
from coalition.models import Organisation, Programme, Sector, User
from forums.authority.rules import USUAL, Proxies, Rule
from forums.forms.fields import LineField, OrganisationField
from forums.models import Forum
from forums.models.forum import latest_end
from forums.starting import Template

MOST_PEOPLE = 200
# A new forum's form begins with these; each can be changed.
PROPOSED = {
    "promise": Forum.Promise.INVOLVE,
    "attribution": Forum.Attribution.ATTRIBUTED,
    "decision_rule": Rule.CONSENT,
    "proxies": Proxies.NONE,
    "listing": Forum.Listing.MEMBERS,
    "cadence": Forum.Cadence.MONTHLY,
    "quorum_people": 3,
    "quorum_share": 50,
    "quorum_sectors": 2,
}
AS_THEY_ARE = (
    "promise",
    "decision_rule",
    "proxies",
    "listing",
    "cadence",
    "quorum_people",
    "quorum_share",
    "quorum_nongov_share",
    "quorum_sectors",
)


def _number(label: str, **options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"})
    return forms.IntegerField(label=label, widget=widget, **options)


class ForumForm(AppForm):
    """`programmes` are those to choose from; with a single one the form does not ask. Nor does it
    ask of a `forum` that is there whether it attributes: its scope says so (SCO-4)."""

    ASKED_IF = ("decision_rule", "proxies")

    programme = forms.ModelChoiceField(queryset=Programme.objects.none())
    name = LineField(
        label="Name of the forum", max_length=120, help_text="Say what it is about, in a few words."
    )
    kind = forms.ChoiceField(
        label="Kind of forum", choices=Forum.Kind.choices, widget=forms.RadioSelect
    )
    purpose = LineField(
        label="Purpose, in one line",
        max_length=200,
        help_text="A stranger should understand it. The scope comes later and says more.",
    )
    convened_by = OrganisationField(
        label="Convening organisation",
        max_length=200,
        help_text="Who calls people together: its name on the register, or its register number.",
    )
    sunset_on = UkDateField(
        label="When does it end?",
        help_text="At most 12 months from today. It can be renewed then, if it is still useful.",
    )

    promise = forms.ChoiceField(
        label="What is promised to members?",
        choices=Forum.Promise.choices,
        widget=forms.RadioSelect,
        help_text="A forum decides only what is delegated to it.",
    )
    attribution = forms.ChoiceField(
        label="Do members see who says what?",
        choices=Forum.Attribution.choices,
        widget=forms.RadioSelect,
        help_text="The record holds the name in any case, and public bodies may have to disclose"
        " it (freedom of information). Once names are kept back, they stay back.",
    )
    listing = forms.ChoiceField(
        label="Who else may know of it?",
        choices=Forum.Listing.choices,
        widget=forms.RadioSelect,
        help_text="They see its name, its purpose and what its scope says aloud, once that is"
        " approved. Not who is in it, and nothing of what is said.",
    )
    cadence = forms.ChoiceField(
        label="How often does it meet?",
        choices=Forum.Cadence.choices,
        help_text="The next meeting is proposed in this rhythm.",
    )
    decision_rule = forms.ChoiceField(
        label="How are proposals decided?",
        choices=[(rule.value, rule.label) for rule in USUAL],
        widget=forms.RadioSelect,
        required=False,
        help_text="Each round needs a quorum as well. What follows two failed rounds stands in the"
        " scope.",
    )
    proxies = forms.ChoiceField(
        label="Does anybody speak for a member who is away?",
        choices=Proxies.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    quorum_people = _number(
        "People who must be there",
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text="With fewer who have a vote, a meeting has no quorum.",
    )
    quorum_share = _number("Share of all who have a vote, in percent", min_value=0, max_value=100)
    quorum_nongov_share = _number(
        "Share from outside government, in percent",
        required=False,
        min_value=0,
        max_value=100,
        help_text="Of those who are there. Left empty: 50 in a delivery forum, 0 in others.",
    )
    quorum_sectors = _number("Sectors that must be there", min_value=1, max_value=len(Sector))

    def __init__(
        self,
        data: Any = None,
        *,
        by: User,
        programmes: list[Programme],
        forum: Forum | None = None,
        template: Template | None = None,
    ) -> None:
        proposed = {**PROPOSED, **(_as_told(template) if template else {})}
        super().__init__(data, initial=_as_typed(forum) if forum else proposed)
        self.forum = forum
        if forum:
            del self.fields["attribution"]
        convened_by = cast(OrganisationField, self.fields["convened_by"])
        convened_by.kept, convened_by.asked_by = forum.convened_by if forum else None, by
        if len(programmes) > 1:
            ids = [programme.pk for programme in programmes]
            chosen = cast(forms.ModelChoiceField, self.fields["programme"])
            chosen.queryset = Programme.objects.filter(pk__in=ids)
        else:
            del self.fields["programme"]

    def clean_decision_rule(self) -> str:
        return self.cleaned_data["decision_rule"] or self.initial["decision_rule"]

    def clean_proxies(self) -> str:
        return self.cleaned_data["proxies"] or self.initial["proxies"]

    def clean_sunset_on(self) -> date:
        sunset: date = self.cleaned_data["sunset_on"]
        if self.forum and sunset == self.forum.sunset_on:
            return sunset
        return end_in_a_year(sunset)


def end_in_a_year(sunset: date) -> date:
    """FRM-2; raises ValidationError."""
    if sunset <= timezone.localdate():
        raise forms.ValidationError("Choose a day in the future", code="year")
    if sunset > latest_end():
        words = f"{latest_end().day} {latest_end():%B %Y}"
        raise forms.ValidationError(f"Choose a day no later than {words}", code="year")
    return sunset


def _as_told(template: Template) -> dict[str, Any]:
    return {
        "kind": template.kind,
        "promise": template.promise,
        "quorum_people": template.quorum.people,
        "quorum_share": template.quorum.share,
        "quorum_sectors": template.quorum.sectors,
    }


def _as_typed(forum: Forum) -> dict[str, Any]:
    convener: Organisation = forum.convened_by
    return {
        "name": forum.name,
        "kind": forum.kind,
        "purpose": forum.purpose,
        "convened_by": convener.name,
        "sunset_on": forum.sunset_on,
        **{name: getattr(forum, name) for name in AS_THEY_ARE},
    }
