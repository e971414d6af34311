"""What a private office is asked about letters that are fixed: everything to decide upon, in short
and in full (story 10)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.utils import timezone

from coalition.templatetags.words import day, moment
from coalition.typesetting.text import legible
from recognition import asks, content, fingerprints, gates, needs
from recognition.models import Campaign, Embargo, Letter, Mandate, Signatory, TemplateVersion
from recognition.permissions import needs_mandate
from recognition.proofs import Proof, ugliest_first
from recognition.typesetting.submission import Facts, Printed, Submission, Wording

FIGURE = re.compile(r"(?<![\w(])[£€$]?\d[\d,.]*\s?(?:%|per cent|million|m\b)?")
PREVENTS = {gate.code: gate.prevents for gate in gates.GATES}
PICKED = (
    "The letters that are likeliest to go wrong come first, then five that were drawn at random."
    " Each is as it will be, but without a signature."
)


def of(campaign: Campaign) -> Submission:
    """Of a campaign whose recipients are fixed, as it stands; the number of queries does not depend
    on the number of letters."""
    versions = list(_versions(campaign))
    mandates = list(campaign.mandates.standing().select_related("signatory", "granted_by"))
    proofs = ugliest_first(campaign)
    return Submission(
        title=f"Submission: {campaign}",
        author=str(campaign.programme),
        about=f"{campaign.programme}. Prepared by {campaign.author}. {_made()}",
        footer=f"{campaign.programme} · {short_print(campaign)}",
        dated=timezone.localdate(),
        parts=[
            ("What is asked", _asked(campaign, mandates)),
            ("What goes, and to how many", _letters(campaign)),
            ("Who has said yes", _answers(campaign)),
            ("Who gets no letter", _left_out(campaign)),
        ],
        watch=list(_watch(campaign, versions, mandates, proofs)),
        wordings=[_wording(version, campaign) for version in versions],
        picked=PICKED if campaign.fixed_letters != 1 else "The letter as it will be, unsigned.",
        proofs=[
            Printed(_why(proof), sheet)
            for proof in proofs
            if proof.content and proof.pages
            for sheet in proof.content.sheets
        ],
    )


def short_print(campaign: Campaign) -> str:
    """Of words and people, short enough to compare by eye."""
    return f"{campaign.content_hash[:8]}-{campaign.audience_hash[:8]}"


def _made() -> str:
    return f"Made {moment(timezone.now())}."


def _versions(campaign: Campaign) -> Iterator[TemplateVersion]:
    yield campaign.template_version
    others = campaign.other_versions.select_related("template", "approved_by")
    yield from others.order_by("template", "number")


def _asked(campaign: Campaign, mandates: Iterable[Mandate]) -> Facts:
    given = {mandate.signatory_id: mandate for mandate in mandates}
    rows = []
    for who in campaign.signatories:
        office = ", ".join(filter(None, (who.office_title, who.body)))
        until = f"to {day(who.office_to)}" if who.office_to else "with no end in sight"
        rows.append((who.style, f"{office}; in office {day(who.office_from)} {until}"))
        if needs_mandate(who):
            rows.append(("Mandate", _mandate(given.get(who.pk))))
    if campaign.letterhead:
        rows.append(("Letterhead", str(campaign.letterhead)))
    rows.append(("Written by hand", campaign.get_in_ink_display()))
    if head := campaign.letterhead:
        arms = ", with the Royal Arms" if head.uses_royal_arms else ""
        until = f"to {day(head.valid_to)}" if head.valid_to else "with no end in sight"
        body = f"{head}, of {head.issuing_body}{arms}"
        rows.append(("Letterhead", f"{body}; valid {day(head.valid_from)} {until}"))
    rows.append(("Date on the letters", day(campaign.dated_on)))
    if campaign.personal_line:
        rows.append(("In their own words", f"“{campaign.personal_line}”"))
    rows.append(("They go", _when(campaign)))
    rows.append(
        (
            "Fingerprint",
            f"{short_print(campaign)}, of the words and of the recipients. When the page of these"
            " letters shows another, this paper is out of date.",
        )
    )
    return rows


def _mandate(mandate: Mandate | None) -> str:
    if mandate is None:
        return "None yet. Nothing goes in this name before there is one."
    return (
        f"For {mandate.max_count:,} letters, of which {mandate.used:,} are used;"
        f" {day(mandate.from_on)} to {day(mandate.to_on)}; given by {mandate.granted_by}."
        f" {mandate.get_mode_display()}"
    )


def _when(campaign: Campaign) -> str:
    if not campaign.released_at:
        return f"When {campaign.author} or a colleague releases them. None has gone yet"
    waves = campaign.waves.order_by("number").values_list("letters", "goes_at")
    planned = "; ".join(f"{letters:,} on {moment(goes_at)}" for letters, goes_at in waves)
    sent = campaign.letters.filter(status=Letter.Status.SENT).count()
    released = f"Released {moment(campaign.released_at)}{planned and f': {planned}'}"
    return f"{released}. {sent:,} have gone"


def _letters(campaign: Campaign) -> Facts:
    rows = campaign.letters.values_list("language", "format", "channel").annotate(Count("pk"))
    languages: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    for language, format_, channel, number in rows.order_by():
        languages[dict(Letter._meta.get_field("language").choices or [])[language]] += number
        formats[Letter.Format(format_).label] += number
        channels[Letter.Channel(channel).label] += number
    return [
        ("Letters", f"{languages.total():,}"),
        ("Languages", _counted(languages)),
        ("Formats", _counted(formats)),
        ("How they travel", _counted(channels)),
    ]


def _counted(counts: Counter[str]) -> str:
    return "; ".join(f"{name}: {number:,}" for name, number in counts.most_common())


def _answers(campaign: Campaign) -> Facts:
    rows = []
    for answer in needs.answers(campaign):
        if answer.approval:
            said = f"Yes, {answer.approval.by}, {moment(answer.approval.at)}"
        else:
            said = "Nobody yet"
        rows.append((answer.label, said))
    return rows


def _left_out(campaign: Campaign) -> Facts:
    rows = campaign.exclusions.values_list("gate").annotate(Count("pk")).order_by()
    counts = Counter({PREVENTS.get(gate, gate): number for gate, number in rows})
    found = [(why, f"{number:,}") for why, number in counts.most_common()]
    return found or [("Left out", "Nobody")]


def _watch(
    campaign: Campaign,
    versions: Iterable[TemplateVersion],
    mandates: Iterable[Mandate],
    proofs: Iterable[Proof],
) -> Iterator[str]:
    """What a person should not overlook."""
    if fingerprints.campaign_hash(campaign) != campaign.content_hash:
        yield "Something that these letters print has changed since they were fixed: none can go."
    for version in versions:
        yield from _in_words(version)
    for mandate in mandates:
        if reason := mandate.why_not(campaign, timezone.localdate()):
            yield reason
    for who in campaign.signatories:
        yield from _office(who)
    yield from _embargoes(campaign)
    for proof in proofs:
        if proof.problem and proof.letter:
            yield f"{proof.letter.ref} cannot be printed: {proof.problem}"


def _in_words(version: TemplateVersion) -> Iterator[str]:
    if found := asks.found(version.subject, version.body):
        quoted = ", ".join(f"‘{words}’" for words in found)
        said = "and they do" if version.contains_ask else "but their writer says that they do not"
        yield f"“{version}” may ask for something ({quoted}), {said}."
    elif version.contains_ask:
        yield f"“{version}” asks for something: that is said by its writer."
    if figures := list(dict.fromkeys(one.strip(" .,") for one in FIGURE.findall(version.body))):
        yield f"There are figures in “{version}”: {', '.join(figures)}. Ask where they come from."


def _office(who: Signatory) -> Iterator[str]:
    today = timezone.localdate()
    if not who.is_in_office(today):
        yield f"{who.style} is not {who.office_title} today."
    elif who.office_to:
        yield f"{who.style} leaves office on {day(who.office_to)}: nothing goes after that day."


def _embargoes(campaign: Campaign) -> Iterator[str]:
    for embargo in Embargo.objects.not_over().covering(campaign).order_by("begins_on", "pk"):
        where = f", in {embargo.get_nation_display()}" if embargo.nation else ""
        days = f"{day(embargo.begins_on)} to {day(embargo.ends_on)}"
        yield f"‘{embargo}’ holds such letters from {days}{where}."


def _wording(version: TemplateVersion, campaign: Campaign) -> Wording:
    approved = (
        f"Approved by {version.approved_by}, {moment(version.approved_at)}."
        if version.approved_at
        else "Not approved on their own: they are read with these letters."
    )
    body = content.words_of(version.body, campaign.personal_line)
    return Wording(
        title=f"{version} ({version.template.sort})",
        about=f"Subject of the email: {version.subject}. {approved}",
        language=version.template.language,
        body=[words for words in legible(body).split("\n\n") if words],
    )


def _why(proof: Proof) -> str:
    ref = proof.letter.ref if proof.letter else ""
    return f"Proof, not signed · {ref} · {', '.join(proof.why)}"
