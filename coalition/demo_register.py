"""The demo's register in full: its councils, how organisations stand, and who is there when.

The councils have GSS codes that no real one has."""

from datetime import date, timedelta

from django.utils import timezone

from coalition.actions import affiliations, contributors, councils, organisations, successions
from coalition.areas import councils_named, name_key
from coalition.council_files import CouncilRow
from coalition.models import Affiliation, Contributor, Council, Organisation, User

CITY, VALE, BOROUGH = "E06990001", "E07990002", "E07990003"
COUNCILS = [
    (CITY, "Aldermere City Council", "UA", ["Aldermere", "Aldermere City"], None, []),
    (VALE, "Vale District Council", "NMD", ["Vale", "The Vale"], None, []),
    (BOROUGH, "Southgate Borough Council", "NMD", ["Southgate"], date(2019, 3, 31), [CITY]),
]
KITCHEN, SOUP_RUN = "Aldermere Community Kitchen", "Southgate Soup Run"


def build(lead: User) -> None:
    today = timezone.localdate()
    _load_councils()
    _place_organisations(lead)
    _know_the_kitchen(lead, today)
    _begin_and_end_places(lead, today)


def _load_councils() -> None:
    rows = [
        CouncilRow(
            Council(
                gss=gss,
                name=name,
                tier=tier,
                nation="ENG",
                region="Middle England",
                ends_on=ends_on,
                names=sorted({name_key(each) for each in [name, *known_as]}),
            ),
            successors=after,
        )
        for gss, name, tier, known_as, ends_on, after in COUNCILS
    ]
    councils.load(rows=rows)


def _place_organisations(lead: User) -> None:
    """Where their place in words names a council, it is that one; elsewhere the words stay."""
    for organisation in Organisation.objects.exclude(area="").order_by("pk"):
        first = organisation.area.partition(",")[0]
        areas = [council for named in councils_named(first) for council in named.councils]
        if areas:
            organisations.change(organisation=organisation, by=lead, areas=areas)


def _know_the_kitchen(lead: User, today: date) -> None:
    kitchen = organisations.change(
        organisation=Organisation.objects.get(name=KITCHEN),
        by=lead,
        legal_form=Organisation.LegalForm.INCORPORATED_CHARITY,
        size_band=Organisation.SizeBand.UNDER_100K,
        mou_status=Organisation.Mou.SIGNED,
        mou_signed_on=today - timedelta(days=300),
        mou_review_on=today + timedelta(days=65),
        safeguarding_policy_seen_on=today - timedelta(days=290),
        publicity_consent=Organisation.Publicity.YES,
        thank_route=Organisation.ThankRoute.CONTACT,
    )
    organisations.verify(organisation=kitchen, by=lead)
    before = organisations.add(name=SOUP_RUN, sector="VC", area="Southgate", by=lead)
    organisations.change(organisation=before, by=lead, status=Organisation.Status.LEFT)
    successions.note(
        predecessor=before,
        successor=kitchen,
        kind="merged",
        happened_on=today - timedelta(days=500),
        source="Their last newsletter",
        by=lead,
    )


def _begin_and_end_places(lead: User, today: date) -> None:
    """Pat was with the Soup Run before; Jo leaves in spring, and comes to the Kitchen then."""
    pat, jo = (Contributor.objects.get(letter_name=name) for name in ("Pat Nowak", "Jo Park"))
    soup_run, kitchen = (Organisation.objects.get(name=name) for name in (SOUP_RUN, KITCHEN))
    contributors.affiliate(
        contributor=pat,
        organisation=soup_run,
        role_title="Cook",
        from_on=today - timedelta(days=1500),
        to_on=today - timedelta(days=500),
        by=lead,
    )
    last = today + timedelta(days=90)
    affiliations.end(affiliation=jo.affiliations.get(), on=last, by=lead)
    contributors.affiliate(
        contributor=jo,
        organisation=kitchen,
        role_title="Equipment lead",
        from_on=last + timedelta(days=1),
        by=lead,
    )
    place = Affiliation.objects.get(contributor=pat, organisation=kitchen)
    affiliations.change(affiliation=place, is_recognition_contact=True, by=lead)
    affiliations.confirm(affiliation=place, by=lead)
