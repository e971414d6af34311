"""Builders: one function per model. Give what the test is about; the rest is filled in."""

import io
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from coalition.actions import (
    calls,
    import_steps,
    imports,
    kind_nos,
    matches,
    merges,
    needs,
    offer_intake,
    offer_redirects,
    offers,
)
from coalition.areas import name_key
from coalition.attachments import SHELF, Upload
from coalition.attachments.upload import look_at
from coalition.imports.kind import of
from coalition.models import (
    Affiliation,
    CallForOffers,
    Contributor,
    Council,
    Hold,
    Household,
    HouseholdMember,
    Import,
    KindNo,
    LikelyDouble,
    Match,
    Merge,
    Need,
    Offer,
    Organisation,
    OrganisationIdentifier,
    OrganisationSector,
    Preference,
    Programme,
    Redirect,
    RoleGrant,
    User,
)
from coalition.models.hold import Subject, subject_of
from coalition.models.mergeable import Mergeable
from coalition.models.preference import Owner
from forums.actions import (
    acknowledgements,
    action_points,
    agendas,
    attendances,
    conversation,
    decisions,
    delegation_course,
    delegations,
    difference_course,
    differences,
    forums,
    interests,
    invitations,
    lottery,
    meetings,
    mentions,
    mix,
    papers,
    parking,
    proposals,
    removals,
    responses,
    rounds,
    scopes,
    seats,
    sessions,
)
from forums.actions import minutes as actions_minutes
from forums.authority.modes import ANSWERED, DECIDING
from forums.authority.record import fingerprint
from forums.models import (
    AgendaItem,
    Decision,
    Delegation,
    Difference,
    Forum,
    Interest,
    Invitation,
    LateInterest,
    Meeting,
    MeetingAction,
    Membership,
    Mention,
    MixTarget,
    Paper,
    Parking,
    Post,
    PostFile,
    Proposal,
    Removal,
    Response,
    Round,
    ScopeStatement,
    Seat,
    SeatCall,
    Topic,
)
from forums.round_terms import usual_close
from forums.wording import Line, Wording
from recognition import store
from recognition.actions import (
    answers,
    approvals,
    audience_rules,
    campaigns,
    embargoes,
    experiments,
    letterheads,
    mandates,
    packs,
    regrets,
    releases,
    rendering,
    templates,
)
from recognition.criteria import Criteria
from recognition.demo import draw_letterhead
from recognition.gates import mandates_of
from recognition.models import (
    Acknowledgement,
    Approval,
    AudienceRule,
    Badge,
    Campaign,
    ContributionEvent,
    DeliveryAttempt,
    Embargo,
    Experiment,
    Letter,
    Letterhead,
    Mandate,
    PrintPack,
    Regret,
    Signatory,
    TemplateVersion,
    Waiver,
)
from recognition.models import Invitation as ThanksInvitation
from recognition.models import Response as SaidOfALetter
from recognition.permissions import needs_mandate

_serial = count(1)


def programme(name: str = "Homes for Aldermere", **fields: Any) -> Programme:
    defaults = {
        "slug": name.lower().replace(" ", "-"),
        "purpose": "Helping people who had to leave home to settle in Aldermere.",
        "office_email": "office@aldermere.example",
    }
    return Programme.objects.create(name=name, **{**defaults, **fields})


def user(name: str = "", *, role: str = "", programme: Programme | None = None) -> User:
    name = name or f"Person {next(_serial)}"
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person = User.objects.create_user(email, "correct horse battery", name=name)
    if role and programme:
        RoleGrant.objects.create(user=person, programme=programme, role=role)
    return person


def organisation(name: str = "", *, org_id: str = "", **fields: Any) -> Organisation:
    """`org_id` as GB-CHC-1234567; `areas` are councils."""
    areas = fields.pop("areas", [])
    fields = {"sector": "VC", **fields}
    made = Organisation.objects.create(name=name or f"Group {next(_serial)}", **fields)
    made.areas.set(areas)
    OrganisationSector.objects.create(organisation=made, sector=made.sector)
    if org_id:
        scheme, _, value = org_id.rpartition("-")
        OrganisationIdentifier.objects.create(organisation=made, scheme=scheme, value=value)
    return made


def double(one: Mergeable, other: Mergeable, *, apart_by: User | None = None) -> LikelyDouble:
    """Two that look alike, the older one first; told apart where somebody did."""
    name = one._meta.model_name
    return LikelyDouble.objects.create(
        **{f"first_{name}": one, f"second_{name}": other},
        likeness=80,
        reasons=["The same name"],
        told_apart_by=apart_by,
        told_apart_at=timezone.now() if apart_by else None,
    )


def council(name: str = "Aldermere City Council", **fields: Any) -> Council:
    """A council that exists, under a code that no real one has. `after` names its predecessor."""
    after = fields.pop("after", None)
    fields = {"tier": "UA", "nation": "ENG", "names": [name_key(name)], **fields}
    gss = fields.pop("gss", f"E0699{next(_serial):04}")
    made = Council.objects.create(gss=gss, name=name, **fields)
    if after:
        after.successors.add(made)
    return made


def import_of(
    kind: str,
    text: str | bytes,
    *,
    by: User | None = None,
    file_name: str = "members.csv",
    checked: bool = True,
    started: bool = False,
    done: bool = False,
    columns: dict[int, str] | None = None,
    source: str = "",
    **options: Any,
) -> Import:
    """A spreadsheet, as far on its way as the test wants it; `options` answer its questions."""
    contents = io.BytesIO(text.encode() if isinstance(text, str) else text)
    job = imports.upload(kind=kind, file_name=file_name, contents=contents, by=by)
    if checked or started or done:
        answers = {question.name: question.initial for question in of(job).questions}
        matched = job.matched if columns is None else columns
        imports.match(job=job, columns=matched, options={**answers, **options}, source=source)
        import_steps.carry_out(import_id=job.pk)
        job.refresh_from_db()
    if started or done:
        imports.start(job=job, seen=job.checked_at, by=by)
    if done:
        import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()
    return job


def organisation_import(
    text: str | bytes = "Name,Number\nKitchen,1147168\n", **choices: Any
) -> Import:
    return import_of("organisations", text, **{"sector": "VC", **choices})


def undone(job: Import, *, by: User | None = None) -> Import:
    """An import that was done, undone."""
    imports.undo(job=job, by=by)
    import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()
    return job


def people_import(text: str | bytes, **choices: Any) -> Import:
    return import_of("people", text, **choices)


def merge(keep: Any, lose: Any, *, by: User) -> Merge:
    return merges.merge(keep=keep, lose=lose, by=by)


def contributor(
    letter_name: str = "",
    *,
    user: User | None = None,
    organisation: Organisation | None = None,
    coordinates: bool = False,
    can_speak_for: bool = False,
    **fields: Any,
) -> Contributor:
    """A person whose name is confirmed by themselves, unless the test says otherwise."""
    letter_name = letter_name or f"Contributor {next(_serial)}"
    fields = {
        "email": user.email if user else f"c{next(_serial)}@example.org",
        "salutation": letter_name,
        "name_confirmed_by": "self",
        "name_confirmed_at": timezone.now(),
        **fields,
    }
    person = Contributor.objects.create(letter_name=letter_name, user=user, **fields)
    if organisation:
        Affiliation.objects.create(
            contributor=person,
            organisation=organisation,
            coordinates=coordinates,
            can_speak_for=can_speak_for,
        )
    return person


def household(*people: Contributor, name: str = "Tom and Ifeoma Bell", **fields: Any) -> Household:
    """Of these people, or of two new ones, since today."""
    people = people or (contributor("Tom Bell"), contributor("Ifeoma Bell"))
    made = Household.objects.create(joint_letter_name=name, joint_salutation=name, **fields)
    for person in people:
        HouseholdMember.objects.create(household=made, contributor=person)
    return made


def hold(subject: Subject, *scopes: str, by: User | None = None, **fields: Any) -> Hold:
    """In force since now, on all contact unless the test says otherwise; stops nothing by itself,
    as coalition.actions.holds.place does."""
    fields = {
        "opened_by": by or user(),
        "opened_at": timezone.now(),
        "review_by": timezone.localdate() + timedelta(days=30),
        **fields,
    }
    return Hold.objects.create(**subject_of(subject), scopes=list(scopes or ["contact"]), **fields)


def asked_hold(subject: Subject, *scopes: str, by: User) -> Hold:
    """Asked for by a lead, and not decided."""
    now: dict[str, Any] = {"opened_by": None, "opened_at": None, "asked_at": timezone.now()}
    return hold(subject, *scopes, asked_by=by, **now)


def preference(owner: Owner, **fields: Any) -> Preference:
    """With consent, where it is about being named."""
    if fields.get("publicity", "none") != "none":
        consent = {"wording": "2026-11", "at": timezone.now(), "means": "online"}
        fields = {**{f"publicity_{name}": value for name, value in consent.items()}, **fields}
    return Preference.objects.create(**{owner._meta.model_name or "": owner}, **fields)


def event(
    contributor_: Contributor | None = None, *, programme: Programme | None = None, **fields: Any
) -> ContributionEvent:
    """Something that a person did and is owed thanks for; due in a week."""
    fields = {
        "kind": "need_met",
        "happened_on": timezone.localdate() - timedelta(days=20),
        "what_they_did": "cooked supper every Thursday for the families at Mill Lane",
        "what_it_made_possible": "eleven families sat down to a hot meal in their first week",
        "due_on": timezone.localdate() + timedelta(days=7),
        **fields,
    }
    return ContributionEvent.objects.create(
        contributor=contributor_ or contributor(), programme=programme or _programme(), **fields
    )


def acknowledgement(
    event_: ContributionEvent | None = None, *, giver: User, **fields: Any
) -> Acknowledgement:
    """A call that somebody has taken on; due in two days. `given` is when it was done."""
    given_at = fields.pop("given", None)
    fields = {
        "kind": "call",
        "tier": 1,
        "thanker": "programme_lead",
        "channel": "phone",
        "due_on": timezone.localdate() + timedelta(days=2),
        "status": "given" if given_at else "planned",
        "given_at": given_at,
        **fields,
    }
    return Acknowledgement.objects.create(event=event_ or event(), giver=giver, **fields)


def thanks_invitation(*, giver: User, **fields: Any) -> ThanksInvitation:
    """To supper, today; not answered."""
    given = acknowledgement(giver=giver, kind="invitation", channel="email", tier=3)
    fields = {
        "title": "Supper at the hall",
        "place": "Town Hall",
        "happens_on": timezone.localdate(),
        **fields,
    }
    return ThanksInvitation.objects.create(acknowledgement=given, **fields)


def badge(owner: User, **fields: Any) -> Badge:
    """Of something that they were thanked for, as an adult."""
    type(owner.contributor).objects.filter(pk=owner.contributor.pk).update(adult="yes")
    thanked = event(owner.contributor, outcome="thanked", closed_at=timezone.now())
    return Badge.objects.create(event=thanked, **{"shown_as": "nobody", **fields})


def signatory(programme: Programme | None = None, **fields: Any) -> Signatory:
    """In office since last year, with no end in sight; signs by hand."""
    fields = {
        "style": "Eleanor Whitcombe",
        "office_title": "Director of Public Health",
        "body": "Aldermere City Council",
        "office_from": timezone.localdate() - timedelta(days=365),
        **fields,
    }
    return Signatory.objects.create(programme=programme or _programme(), **fields)


def audience_rule(*, by: User, **criteria: Any) -> AudienceRule:
    """Finds everybody, unless the test says else."""
    return audience_rules.keep(
        programme=_programme(), name=f"Rule {next(_serial)}", criteria=Criteria(**criteria), by=by
    )


def letterhead(programme: Programme | None = None, **fields: Any) -> Letterhead:
    """Of the council for which make.signatory signs; valid since last year."""
    body = fields.pop("issuing_body", None)
    fields = {
        "name": f"Letterhead {next(_serial)}",
        "issuing_body": body or organisation("Aldermere City Council", sector="LG"),
        "artwork": draw_letterhead("Aldermere City Council"),
        "says": "Aldermere City Council",
        "valid_from": timezone.localdate() - timedelta(days=365),
        **fields,
    }
    return letterheads.add(programme=programme or _programme(), by=user(), **fields)


LETTER_BODY = """You ((what_they_did)).

Because of that ((what_it_made_possible)).

Thank you. There is nothing that you need to do."""


def template(
    programme: Programme | None = None,
    *,
    name: str = "",
    language: str = "en",
    body: str = LETTER_BODY,
    subject: str = "A letter of thanks",
    by: User | None = None,
    **fields: Any,
) -> TemplateVersion:
    """The first version of a new template."""
    return templates.write(
        programme=programme or _programme(),
        name=name or f"Thanks {next(_serial)}",
        language=language,
        subject=subject,
        body=body,
        by=by or user(),
        **fields,
    )


def campaign(
    events: list[ContributionEvent] | None = None,
    *,
    by: User | None = None,
    frozen: bool = False,
    asked: bool = False,
    approved: bool = False,
    released: bool = False,
    approver: User | None = None,
    **fields: Any,
) -> Campaign:
    """Letters for these events (one, if none are given), as far along as the test wants them.
    `released` leaves its letters queued, as a click on the button does; where a mandate is needed,
    there is one for all of them, unless the test has given one."""
    programme_ = fields.setdefault("programme", _programme())
    author = by or user()
    chosen = [event(programme=programme_)] if events is None else events
    fields.setdefault("template_version", None)
    fields["template_version"] = fields["template_version"] or template(programme_, by=author)
    fields["signatory"] = fields.get("signatory") or signatory(programme_)
    made = campaigns.begin(
        by=author,
        events=ContributionEvent.objects.filter(pk__in=[one.pk for one in chosen]),
        **{"name": f"Letters {next(_serial)}", "dated_on": timezone.localdate(), **fields},
    )
    if frozen or asked or approved or released:
        made = campaigns.freeze(campaign=made, by=author)
    if asked or approved or released:
        made = approvals.ask(campaign=made, seen=made.fingerprint, by=author)
    if approved or released:
        for kind in made.needs:
            role = Approval.ROLES[kind]
            by = (kind == "content" and approver) or user(role=role, programme=programme_)
            approvals.approve(campaign=made, seen=made.fingerprint, kind=kind, by=by)
        made.refresh_from_db()
    if released and not mandates_of(made):
        for who in filter(needs_mandate, made.signatories):
            mandate(made, who)
    if released:
        made = releases.release(campaign=made, seen=made.fingerprint, by=author)
    return made


def private_office(*signatories: Signatory) -> User:
    """Of these signatories, in the programme of the first."""
    office = user(role="private_office", programme=signatories[0].programme)
    for who in signatories:
        who.private_office.add(office)
    return office


def mandate(
    campaign_: Campaign,
    signatory_: Signatory | None = None,
    *,
    count: int = 0,
    by: User | None = None,
    days: tuple[int, int] = (0, 28),
    each: bool = False,
) -> Mandate:
    """For all letters of the campaign, from today for four weeks, unless the test says else."""
    who = signatory_ or campaign_.signatory
    today = timezone.localdate()
    return mandates.grant(
        campaign=campaign_,
        signatory=who,
        seen=campaign_.fingerprint,
        max_count=count or campaign_.letters.count(),
        from_on=today + timedelta(days=days[0]),
        to_on=today + timedelta(days=days[1]),
        by=by or private_office(who),
        each=each,
    )


def in_waves(**fields: Any) -> Campaign:
    """Two letters: the first goes now, the other in three days."""
    made = campaign([event(), event()], approved=True, **fields)
    rest_at = timezone.now() + timedelta(days=3)
    return releases.release(
        campaign=made, seen=made.fingerprint, by=made.author, first=1, rest_at=rest_at
    )


def letter(campaign_: Campaign | None = None, *, status: str = "", **fields: Any) -> Letter:
    """The next letter of a campaign (of one, released) that is queued. `status` puts it where a
    worker would have left it, an hour ago."""
    made = (campaign_ or campaign(released=True)).letters.filter(status="queued").order_by("pk")[0]
    hour_ago = timezone.now() - timedelta(hours=1)
    pdf = {"pdf_hash": store.put(b"%PDF-1.7")}
    in_hand = {**pdf, "token": uuid4(), "lease_until": hour_ago, "attempts": 1}
    left: dict[str, dict[str, Any]] = {
        "ready": pdf,
        "leased": in_hand,
        "sending": in_hand,
        "uncertain": in_hand,
        "sent": {**pdf, "sent_at": hour_ago},
        "failed": {"cause": "refused", "problem": "550 No such mailbox"},
        "held": {"stopped_by": "G5", "problem": "We have no email address."},
    }
    if status:
        fields = {**left.get(status, {}), **fields}
        Letter.objects.filter(pk=made.pk).update(status=status, **fields)
        made.refresh_from_db()
    return made


def returned(letter_: Letter | None = None) -> DeliveryAttempt:
    """A posted letter that came back, and at which nobody has looked yet."""
    letter_ = letter_ or letter(status="sent", channel="post", address=["Ann Hall", "AL1 2AB"])
    return DeliveryAttempt.objects.create(
        letter=letter_, n=1, channel="post", provider="notify", state="returned", provider_ref="n-1"
    )


def pack() -> PrintPack:
    """Of one letter, made, and waiting for the print house."""
    with override_settings(POST_CARRIER="print"):
        home = "14 Mill Lane\nAldermere\nAL1 2AB"
        made = campaign([event(contributor(email="", address=home))], released=True)
    rendering.typeset_chunk(campaign_id=made.pk)
    begun = packs.begin(campaign=made, by=made.author)
    packs.carry_out(pack_id=begun.pk)
    return PrintPack.objects.get(pk=begun.pk)


def regret(
    letter_: Letter | None = None, *, owner: User, by: User, kind: str = "wrong_fact"
) -> Regret:
    """Of a letter that went, for which `owner` apologises."""
    gone = letter_ or letter(status="sent")
    return regrets.report(letter=gone, kind=kind, owner=owner, by=by)


def embargo(*, by: User, days: tuple[int, int] = (0, 30), **fields: Any) -> Embargo:
    """Of a minister's letters to anybody, from today for a month, unless the test says else."""
    today = timezone.localdate()
    first, last = (today + timedelta(days=number) for number in days)
    fields = {"name": f"Elections {next(_serial)}", "nation": "", "covers": "ministerial", **fields}
    programme_ = fields.pop("programme", None) or _programme()
    return embargoes.set_(programme=programme_, begins_on=first, ends_on=last, by=by, **fields)


WARM_BODY = """I was told what you did: you ((what_they_did)). It stayed with me.

Thank you. There is nothing that you need to do."""


def experiment(
    campaign_: Campaign, *, by: User, wordings: list[TemplateVersion] | None = None, **fields: Any
) -> Experiment:
    """A plan that compares the campaign's words with warmer ones; everybody is expected to
    answer, and a difference of two thirds of a point would matter."""
    fields = {
        "question": "Do warmer words mean more?",
        "hypothesis": "Those who get warmer words say that the letter meant more to them.",
        "unit": "household",
        "strata": "",
        "primary_outcome": "valued",
        "window_days": 28,
        "mde": Decimal("0.67"),
        "baseline": None,
        "answer_rate": 100,
        **fields,
    }
    others = wordings or [template(campaign_.programme, body=WARM_BODY, by=by)]
    return experiments.plan(campaign=campaign_, wordings=others, by=by, **fields)


def running(*, rosa: User, amir: User, people: int = 24, name: str = "", **plan: Any) -> Experiment:
    """Registered, its letters released: Rosa prepared them and Amir approved."""
    home = _programme()
    begun = campaign(
        [event(programme=home) for _ in range(people)],
        by=rosa,
        name=name or f"Letters {next(_serial)}",
    )
    made = experiment(begun, by=rosa, **plan)
    experiments.register(experiment=made, by=rosa)
    frozen = campaigns.freeze(campaign=begun, by=rosa)
    frozen = approvals.ask(campaign=frozen, seen=frozen.fingerprint, by=rosa)
    for kind in frozen.needs:
        role = Approval.ROLES[kind]
        approver = amir if kind == "content" else user(role=role, programme=home)
        approvals.approve(campaign=frozen, seen=frozen.fingerprint, kind=kind, by=approver)
    approved = Campaign.objects.get(pk=frozen.pk)
    releases.release(campaign=approved, seen=approved.fingerprint, by=rosa)
    return Experiment.objects.with_campaigns().get(pk=made.pk)


def asked(*, rosa: User, amir: User, **plan: Any) -> Letter:
    """A letter that has gone, with the question of an experiment that runs; so have the others."""
    trial = running(rosa=rosa, amir=amir, **plan)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    pdf = store.put(b"%PDF-1.7")
    trial.campaign.letters.update(status="sent", pdf_hash=pdf, sent_at=an_hour_ago)
    return trial.campaign.letters.with_words().filter(asks=True).order_by("pk")[0]


def answered(letter_: Letter, valued: int, **says: Any) -> SaidOfALetter:
    """By whoever got it; what it says is right."""
    says = {"was_accurate": True, "no_more": False, **says}
    return answers.give(
        letter=Letter.objects.select_related(
            "assignment__experiment", "contributor__merged_into", "campaign__programme"
        ).get(pk=letter_.pk),
        valued=valued,
        **says,
    )


def waiver(embargo_: Embargo, campaign_: Campaign, *, by: User) -> Waiver:
    return embargoes.ask_waiver(
        embargo=embargo_, campaign=campaign_, reference="PROP/2026/17", by=by
    )


def _programme() -> Programme:
    """The programme of the test, or a new one where it has none."""
    return Programme.objects.order_by("pk").first() or programme()


def _organisation() -> Organisation:
    return organisation()


def offer(
    *,
    programme: Programme,
    contributor: Contributor,
    answered_by: User | None = None,
    accepted_by: User | None = None,
    **fields: Any,
) -> Offer:
    """Logged, and as far as the people named have taken it, through the actions."""
    soon = timezone.localdate() + timedelta(days=7)
    what = {"kind": "stay", "headline": f"Room {next(_serial)}", "form_key": uuid4(), "by": None}
    made = offer_intake.log(programme=programme, contributor=contributor, **{**what, **fields})
    if by := answered_by or accepted_by:
        made = offers.acknowledge(offer=made, how="call", next_contact_on=soon, by=by)
    if accepted_by:
        made = offers.accept(
            offer=made, next_step="I will ring you.", next_contact_on=soon, by=accepted_by
        )
    return made


def need(
    *,
    raised_by: User,
    verified_by: User | None = None,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
    **fields: Any,
) -> Need:
    """Raised and, where somebody confirms it, open."""
    what = {
        "kind": "stay",
        "headline": f"Rooms for families {next(_serial)}",
        "quantity": 20,
        "unit": "rooms",
        "area": "Aldermere",
        "needed_by": timezone.localdate() + timedelta(days=60),
        "form_key": uuid4(),
    }
    made = needs.raise_for(
        organisation=organisation or _organisation(),
        programme=programme or _programme(),
        by=raised_by,
        **{**what, **fields},
    )
    return needs.verify(need=made, opens=True, by=verified_by) if verified_by else made


def match(need: Need, offer: Offer, *, by: User, agreed: bool = False, **fields: Any) -> Match:
    """Proposed for everything that the offer has; `agreed` by both sides, if the test wants it."""
    today = timezone.localdate()
    what = {
        "quantity": offer.quantity,
        "starts_on": today,
        "ends_on": today + timedelta(days=30),
        **fields,
    }
    made = matches.propose(need=need, offer=offer, by=by, **what)
    if agreed:
        made = matches.agree(match=made, side="offerer", by=None)
        made = matches.agree(match=made, side="need", by=by)
    return made


def forum(*, programme: Programme, by: User, recruiting: bool = False, **fields: Any) -> Forum:
    """A draft; `recruiting` gives it a seat for a chair and opens it to members."""
    defaults = {
        "name": f"Forum {next(_serial)}",
        "purpose": "People come home well.",
        "kind": "delivery",
        "sunset_on": timezone.localdate() + timedelta(days=200),
    }
    fields.setdefault("convened_by", fields.get("convened_by") or organisation())
    made = forums.open_forum(programme=programme, by=by, **{**defaults, **fields})
    if recruiting:
        seats.add(forum=made, title="Chair", kind="chair", voting=True, sector="", by=by)
        made = forums.recruit(forum=made, by=by)
    return made


def seat(forum: Forum, *, by: User, **fields: Any) -> Seat:
    defaults = {"title": f"Seat {next(_serial)}", "kind": "member", "voting": True, "sector": ""}
    return seats.add(forum=forum, by=by, **{**defaults, **fields})


def target(forum: Forum, *, by: User, **fields: Any) -> MixTarget:
    """At least one from the NHS, unless the test says otherwise; there is a seat for it."""
    defaults = {"attribute": "sector", "category": "NHS", "least": 1}
    return mix.aim_for(forum=forum, by=by, **{**defaults, **fields})


def seat_call(
    forum: Forum,
    *,
    by: User,
    candidates: Sequence[User] = (),
    over: bool = False,
    drawn: bool = False,
    **fields: Any,
) -> SeatCall:
    """For one new seat, unless the test names others; `over` since yesterday, as it must be before
    lots are `drawn`."""
    fields = {
        "targets": [],
        "words": "Somebody who has been cold.",
        "closes_on": timezone.localdate() + timedelta(days=14),
        **fields,
    }
    seats_ = fields.pop("seats", None) or [seat(forum, by=by)]
    made = lottery.open_call(forum=forum, seats=seats_, by=by, **fields)
    for person in candidates:
        lottery.come_forward(call=made, organisation=None, by=person)
    if over or drawn:
        made.closes_on = timezone.localdate() - timedelta(days=1)
        made.save(update_fields=["closes_on"])
    if drawn:
        lottery.draw_lots(call=made, by=by)
        made.refresh_from_db()
    return made


def asking(**fields: Any) -> dict[str, Any]:
    """What an invitation says besides whom it asks."""
    defaults = {
        "name": "Grace Adeyemi",
        "organisation": None,
        "personal_message": "You know what happens after the front door closes.",
        "time_asked": "about 2 hours a month",
        "expenses": "Travel and childcare, at cost",
    }
    return {**defaults, **fields}


def member(
    seat: Seat, person: User, *, organisation: Organisation | None = None, reads: bool = True
) -> Membership:
    """Asked, accepted and, where a scope is in force and unless told otherwise, acknowledged."""
    asked = invitations.invite(
        seat=seat,
        email=person.email,
        by=seat.forum.opened_by,
        **asking(name=person.name, organisation=organisation),
    )
    made = invitations.accept(invitation=asked, by=person)
    scope_in_force = seat.forum.scopes.effective().first()
    if reads and scope_in_force:
        acknowledgements.acknowledge(membership=made, scope=scope_in_force, by=person)
    return made


def former(seat: Seat, person: User, *, days: int = 60, ago: int = 0, **fields: Any) -> Membership:
    """A member, with the scope acknowledged, who gave up the seat so many days ago after so many
    days in it."""
    made = seats.resign(membership=member(seat, person, **fields), by=person)
    ended = timezone.now() - timedelta(days=ago)
    Membership.objects.filter(pk=made.pk).update(
        ended_at=ended, accepted_at=ended - timedelta(days=days)
    )
    made.refresh_from_db()
    return made


def interest(membership: Membership, **fields: Any) -> Interest:
    """Since last year, of this member."""
    by = membership.contributor.user
    assert by
    defaults = {
        "kind": "professional",
        "organisation": "Harbour Homes",
        "description": "I am a trustee.",
        "from_on": timezone.localdate() - timedelta(days=300),
    }
    return interests.declare(membership=membership, by=by, **{**defaults, **fields})


def decided_item(forum: Forum, *, title: str = "Grants for 2027") -> AgendaItem:
    """Agreed in a meeting that was held an hour from now, as far as its rows say."""
    meeting = Meeting.objects.create(
        forum=forum,
        number=forum.meetings.count() + 1,
        starts_at=timezone.now() + timedelta(hours=1),
        length=60,
        place="Room 2",
        planned_by=forum.opened_by,
        status="closed",
        opened_at=timezone.now(),
        chair_seat=forum.seats.filter(kind="chair").first(),
    )
    return AgendaItem.objects.create(
        meeting=meeting,
        position=1,
        kind="decide",
        title=title,
        length=10,
        proposer_seat=forum.seats.filter(kind="chair").first(),
        proposer_sector="VC",
        outcome="agreed",
        quorum_snapshot={},
    )


def minuted(seat: Membership, *, ago: int = 1, agreed: bool = True) -> Meeting:
    """Held so many days before this seat ended, with one item; agreed since, or being written."""
    assert seat.ended_at
    meeting = decided_item(seat.forum).meeting
    status = {"status": "minutes_agreed", "agreed_at": timezone.now()} if agreed else {}
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=seat.ended_at - timedelta(days=ago),
        circulated_at=timezone.now() if agreed else None,
        **status,
    )
    meeting.refresh_from_db()
    return meeting


def old_paper(seat: Membership, *, ago: int = 1, **fields: Any) -> Paper:
    """Handed in with a PDF in the time of a former seat, for a meeting so many days before its end,
    the minutes of which went round before it."""
    assert seat.ended_at
    meeting = minuted(seat, ago=ago, agreed=False)
    defaults = {"title": "The houses", "words": "Nine stand empty.", "added_at": seat.accepted_at}
    made = Paper.objects.create(item=meeting.items.get(), added_by=seat, **{**defaults, **fields})
    made.files.create(name="houses.pdf", **_pdf())
    sent = {"status": "minutes_draft", "circulated_at": seat.ended_at - timedelta(hours=1)}
    Meeting.objects.filter(pk=meeting.pk).update(**sent)
    return made


def late_interest(membership: Membership) -> LateInterest:
    """In something that was decided before."""
    item = decided_item(membership.forum)
    return interest(membership, decided=[item]).late_for.get()


def removal(membership: Membership, *, by: User, reason: str = "absent") -> Removal:
    """Proposed, and not confirmed."""
    return removals.propose(membership=membership, reason=reason, by=by)


def wording(**fields: Any) -> Wording:
    defaults = {
        "read_aloud": "We make going home from hospital work. We do not settle wider policy.",
        "purpose": "So that nobody goes home to a cold room.",
        "included": (Line("What a person takes home"), Line("Who rings on day two")),
        "excluded": (Line("Ward staffing", "The Hospitals Board"),),
        "differences_line": "Some members disagree with discharge targets. That is known.",
    }
    return Wording(**{**defaults, **fields})


def scope(
    forum: Forum,
    *,
    drafted_by: User,
    approved_by: User | None = None,
    sent: bool = False,
    review_in: int = 180,
    **fields: Any,
) -> ScopeStatement:
    """A draft; `sent` or in force, as far as the test wants it."""
    fields = {"attribution": forum.attribution, **fields}
    made = scopes.draft(
        forum=forum,
        wording=wording(**fields),
        change_note="As we agreed.",
        review_on=timezone.localdate() + timedelta(days=review_in),
        by=drafted_by,
    )
    if sent or approved_by:
        made = scopes.send_for_approval(scope=made, by=drafted_by)
    return scopes.approve(scope=made, by=approved_by) if approved_by else made


def invitation(seat: Seat, *, by: User, **fields: Any) -> Invitation:
    email = fields.pop("email", f"asked{next(_serial)}@example.org")
    return invitations.invite(seat=seat, email=email, by=by, **asking(**fields))


def active_forum(*, programme: Programme, by: User) -> Forum:
    """Grace chairs it, drafted its scope and has acknowledged it; `by` approved it."""
    made = forum(programme=programme, by=by, recruiting=True)
    grace = user("Grace")
    scope(made, drafted_by=grace, approved_by=by)
    member(made.seats.get(), grace)
    return forums.activate(forum=made, by=by)


def chair_of(forum: Forum) -> User:
    chair = forum.memberships.live().get(seat__kind="chair").contributor.user
    assert chair
    return chair


def topic(forum: Forum) -> Topic:
    """Started by Nell, a member."""
    nell = user("Nell")
    membership = member(seat(forum, by=forum.opened_by), nell)
    return conversation.start_topic(
        membership=membership, title="Who rings on day two?", tag="question", body="Who?", by=nell
    )


def reply(topic: Topic, body: str = "We do.") -> Post:
    """By whoever started the topic."""
    author = topic.started_by
    assert author.contributor.user
    return conversation.reply(
        topic=topic, membership=author, tag="experience", body=body, by=author.contributor.user
    )


def parked(post: Post, *, by: User, **fields: Any) -> Parking:
    words = {
        "reason": "Rents are set by the council.",
        "where_it_goes": "The council’s housing committee",
        "seen": post.stamp,
    }
    return parking.park(post=post, **{**words, **fields}, by=by)


def post_file(post: Post, name: str = "plan.pdf", **fields: Any) -> PostFile:
    """A PDF of a few bytes."""
    return PostFile.objects.create(post=post, name=name, **{**_pdf(), **fields})


def _pdf() -> dict[str, Any]:
    return {"kind": "pdf", "size": 14, "digest": SHELF.put([b"%PDF-1.7 %%EOF"])}


def difference(
    membership: Membership, *, organisation: Organisation, status: str = "", **fields: Any
) -> Difference:
    """Raised by this member; or as far on as `status`, by the chair."""
    by = membership.contributor.user
    assert by
    defaults = {
        "title": f"Whether homes are held empty, {next(_serial)}",
        "kind": "values",
        "effect": "none",
        "effect_detail": "",
        "wording": "We consider that a home should wait for a person who is ready to leave.",
    }
    scope_class: dict[str, Any] = {
        key: fields.pop(key) for key in ("is_in_scope", "signpost") if key in fields
    }
    invite = fields.pop("invite", [])
    made = differences.name(
        membership=membership, organisation=organisation, by=by, **{**defaults, **fields}
    )
    if not status:
        return made
    chair = chair_of(made.forum)
    opening = {"facilitator_line": "", "is_in_scope": True, "signpost": "", **scope_class}
    made = differences.open_for_wording(
        difference=made, invite=invite, by=chair, title=made.title, **opening
    )
    if status == "wording":
        return made
    review_on = timezone.localdate() + timedelta(days=90)
    made = differences.acknowledge(difference=made, review_on=review_on, by=chair)
    if status == "acknowledged":
        return made
    return difference_course.take_on(difference=made, by=chair)


def meeting(forum: Forum, *, by: User, **fields: Any) -> Meeting:
    """Planned by `by`, two hours long; three weeks from now unless the test says otherwise."""
    when = timezone.localtime() + timedelta(days=21)
    fields = {
        "starts_at": when.replace(hour=14, minute=0, second=0, microsecond=0),
        "length": 120,
        "place": "The Old Library, step-free from Mill Lane",
        **fields,
    }
    return meetings.plan(forum=forum, by=by, **fields)


def session(forum: Forum, *, by: User, here: Sequence[Membership] = (), **fields: Any) -> Meeting:
    """A meeting that goes on, with the chair and these members in the room; agenda items as
    `items`, each its title and kind, brought by the chair."""
    items = fields.pop("items", [])
    chair = forum.memberships.live().get(seat__kind="chair")
    made = meeting(forum, by=by, **fields)
    for title, kind in items:
        agenda_item(made, by=by, title=title, kind=kind)
    Meeting.objects.filter(pk=made.pk).update(starts_at=timezone.now())
    made.refresh_from_db()
    made = sessions.open_meeting(meeting=made, chair_seat=chair.seat, by=by)
    room = attendances.Noted("present", "room")
    everyone = {member.seat_id: room for member in [chair, *here]}
    return attendances.note(meeting=made, seats=everyone, by=by)


def agenda_item(meeting_: Meeting, *, by: User, **fields: Any) -> AgendaItem:
    """To discuss for ten minutes, brought by the chair."""
    chair = meeting_.forum.seats.get(kind="chair")
    fields = {
        "title": f"Who rings on day {next(_serial)}?",
        "kind": "discuss",
        "length": 10,
        "proposer_seat": chair,
        **fields,
    }
    return agendas.add(meeting=meeting_, by=by, **fields)


def minutes(meeting_: Meeting, *, by: User, status: str = "circulated") -> Meeting:
    """Closed; its minutes laid out, sent round or agreed, as far as the test wants it. What days
    have to pass have passed."""
    chair = meeting_.forum.seats.get(kind="chair")
    made = sessions.close(meeting=meeting_, chair_seat=chair, everyone_thanked=False, by=by)
    if status == "closed":
        return made
    made = actions_minutes.lay_out(meeting=made, by=by)
    if status == "draft":
        return made
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = actions_minutes.circulate(meeting=made, corrections_by=tomorrow, by=by)
    if status == "circulated":
        return made
    week = timedelta(days=7)
    Meeting.objects.filter(pk=made.pk).update(
        starts_at=made.starts_at - week, corrections_by=tomorrow - week
    )
    made.refresh_from_db()
    session(made.forum, by=by)
    made = actions_minutes.agree(meeting=made, by=by)
    return made if status == "agreed" else actions_minutes.publish(meeting=made, by=by)


def paper(item: AgendaItem, *, membership: Membership, by: User, **fields: Any) -> Paper:
    """Some words, unless the test says otherwise."""
    fields = {"title": f"Paper {next(_serial)}", "words": "What the wards say.", **fields}
    return papers.add(item=item, membership=membership, by=by, **fields)


def text_file(name: str = "wards.txt", content: bytes = b"What the wards say.") -> Upload:
    return look_at(SimpleUploadedFile(name, content))


def action_point(meeting_: Meeting, *, seat: Seat, by: User, **fields: Any) -> MeetingAction:
    """Due in a week."""
    fields = {
        "what": f"Ask ward {next(_serial)} for a list",
        "due_on": timezone.localdate() + timedelta(days=7),
        "item": None,
        **fields,
    }
    return action_points.agree(meeting=meeting_, owner_seat=seat, by=by, **fields)


def mention(
    meeting_: Meeting, person: Contributor, *, membership: Membership, by: User, **fields: Any
) -> Mention:
    fields = {
        "organisation": None,
        "what_they_did": "drove six families home in the snow",
        "what_it_made_possible": "nobody spent that night in a corridor",
        **fields,
    }
    return mentions.add(
        meeting=meeting_, contributor=person, membership=membership, by=by, **fields
    )


def granter(delegator: Organisation, name: str = "") -> User:
    """Somebody who speaks for it and can hand its power over."""
    person = user(name)
    contributor(person.name, user=person, organisation=delegator, can_speak_for=True)
    return person


def delegation(
    forum: Forum, *, drafted_by: User, sent: bool = False, granted: bool = False, **fields: Any
) -> Delegation:
    """A draft; `sent` to whoever convened the forum, or `granted` by them. To agree repairs by
    undertaking, for a year from today, unless the test says otherwise."""
    today = timezone.localdate()
    first = fields.get("effective_from", today)
    parent = fields.get("parent")
    mode = fields.get("mode", "decide_by_undertaking")
    fields = {
        "theme": f"Repairs {next(_serial)}",
        "power": "Agree repairs that let a family move in.",
        "delegator": parent.delegator if parent else forum.convened_by,
        "office_title": "Director of Housing",
        "mode": "decide_by_undertaking",
        "legal_basis": "committee",
        "per_decision_limit": Decimal(500) if mode in DECIDING else None,
        "period_limit": Decimal(2000) if mode in DECIDING else None,
        "period": "year",
        "answer_within_days": 10 if mode in ANSWERED else None,
        "effective_from": first,
        "expires_on": first + timedelta(days=364),
        "review_on": first,
        **fields,
    }
    holder = fields.pop("role_holder", None) or granter(fields["delegator"])
    made = delegations.draft(forum=forum, role_holder=holder, by=drafted_by, **fields)
    if sent or granted:
        made = delegations.ask(delegation=made, by=drafted_by)
    return grant(made) if granted else made


def grant(made: Delegation) -> Delegation:
    """Approved by whoever holds the power, as it stands now."""
    made = Delegation.objects.get(pk=made.pk)
    delegation_course.approve(delegation=made, seen=fingerprint(made), by=made.role_holder)
    return Delegation.objects.get(pk=made.pk)


def decision(
    forum: Forum,
    *,
    by: User,
    delegation: Delegation | None = None,
    published: bool = False,
    **fields: Any,
) -> Decision:
    """Of today, by whoever chairs: £100 under this delegation, with all that it asks for; without
    one it is recommended to whoever convened the forum. On record, or `published`."""
    to_whom = {"addressee": forum.convened_by, "addressee_office": "Director of Housing"}
    confirmed = {
        "conditions_met": delegation.conditions if delegation else [],
        "consulted": delegation.must_consult if delegation else [],
    }
    fields = {
        "title": f"New locks for house {next(_serial)}",
        "text": "Pay for locks, so that the family can move in.",
        "decided_on": timezone.localdate(),
        "reasons": "They cannot move in before.",
        "options_rejected": "To wait for the landlord: he does not answer.",
        "conflicts": "Nobody declared an interest.",
        "value": Decimal(100),
        **confirmed,
        **({} if delegation else to_whom),
        **fields,
    }
    made = decisions.put_on_record(forum=forum, delegation=delegation, by=by, **fields)
    return decisions.publish(decision=made, by=by) if published else made


def call(*, programme: Programme, by: User, opened: bool = True, **fields: Any) -> CallForOffers:
    """A call for ten rooms, open unless the test says otherwise."""
    fields = {
        "title": f"Rooms {next(_serial)}",
        "kind": "stay",
        "what_good_looks_like": "A room with a door that closes, for three months.",
        "target_quantity": 10,
        "unit": "rooms",
        "full_message": "We have found ten rooms. Thank you for thinking of it.",
        **fields,
    }
    made = calls.draft(programme=programme, by=by, **fields)
    return calls.open_call(call=made, by=by) if opened else made


def redirect(offer: Offer, *, by: User, **fields: Any) -> Redirect:
    """They are asked whether Vale Befrienders may have their details."""
    fields = {
        "body": "Vale Befrienders",
        "email": "hello@vale.example",
        "reason": "elsewhere",
        "sentence": "They look for rooms in your street.",
        **fields,
    }
    return offer_redirects.ask(offer=offer, by=by, **fields)


def kind_no(offer: Offer, *, by: User) -> KindNo:
    """To this one offer; not carried out yet."""
    return kind_nos.ask(
        programme=offer.programme,
        rows=Offer.objects.filter(pk=offer.pk),
        reason="enough",
        sentence="We have found all the rooms.",
        by=by,
    )


def proposal(membership: Membership, **fields: Any) -> Proposal:
    """Brought by this member: nothing to spend, standard, and easily undone."""
    by = membership.contributor.user
    assert by
    fields = {
        "title": f"Ring on day two, {next(_serial)}",
        "text": "Whoever goes home is rung on the second day, by somebody they know.",
        "why_now": "Winter comes, and two people went back last week.",
        "options_considered": ["Leave it to the wards"],
        "value": Decimal(0),
        "significance": "standard",
        "reversible": "yes",
        "delegation": None,
        "evaluation_on": None,
        **fields,
    }
    by = fields.pop("by", by)
    return proposals.begin(forum=membership.forum, proposer_seat=membership.seat, by=by, **fields)


def round(proposal_: Proposal, *, by: User, **fields: Any) -> Round:
    """Between meetings, open until five in the afternoon of the first day that is allowed."""
    fields = {"closes_at": usual_close(proposal_.forum), **fields}
    return rounds.open_between_meetings(proposal=proposal_, by=by, **fields)


def response(
    round_: Round, membership: Membership, kind: str = "consent", text: str = "", change: str = ""
) -> Response:
    """By this member; in words, where it needs some."""
    by = membership.contributor.user
    assert by
    if kind in {"concern", "need_more", "object"}:
        text = text or "Two families would wait longer for their keys."
    if kind == "object":
        change = change or "Begin in May."
    before = round_.responses.standing().filter(seat=membership.seat).first()
    return responses.respond(
        round=round_,
        membership=membership,
        given=responses.Given(kind, text, change),
        seen=before.pk if before else None,
        by=by,
    )
