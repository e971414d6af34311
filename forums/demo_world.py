"""What the forums of the demo world say. Every person and organisation is invented."""

from dataclasses import dataclass, field

from coalition.models import Organisation, Sector
from forums.models import Forum, Post, Seat
from forums.wording import Line, Recommendation, Wording

COUNCIL = "Aldermere City Council"
SizeBand = Organisation.SizeBand
E, V, P, Q = Post.Tag.EXPERIENCE, Post.Tag.EVIDENCE, Post.Tag.PROPOSAL, Post.Tag.QUESTION


@dataclass(frozen=True)
class DemoSeat:
    """`who` is a mailbox of the demo's people, or nobody yet; `comes_from` an organisation."""

    title: str
    who: str = ""
    comes_from: str = ""
    kind: str = Seat.Kind.MEMBER
    voting: bool = True
    sector: str = ""
    lived_experience: bool = False
    term_months: int | None = None
    max_terms: int | None = None
    deputy_allowed: bool = False
    reads: bool = True
    in_meeting: bool = False  # said so in a meeting, and the chair wrote it down
    reserves: str = ""  # for the organisation, when reading the scope


@dataclass(frozen=True)
class DemoTarget:
    attribute: str
    category: str = ""
    least: int = 0
    most: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class DemoTopic:
    """Each post: (mailbox, tag, days before today, words)."""

    title: str
    posts: list[tuple[str, str, int, str]]


@dataclass(frozen=True)
class DemoForum:
    name: str
    purpose: str
    kind: str
    convened_by: str
    ends_in: int
    seats: list[DemoSeat]
    wording: Wording
    topics: list[DemoTopic] = field(default_factory=list)
    targets: list[DemoTarget] = field(default_factory=list)
    review_in: int = 120
    attribution: str = Forum.Attribution.ATTRIBUTED
    listing: str = Forum.Listing.MEMBERS
    cadence: str = Forum.Cadence.MONTHLY


NETWORK_DIFFERENCE = (
    "Some members disagree with how places to live are shared out between new arrivals and people"
    " already waiting. That is legitimate, known, and recorded. This forum has no role in resolving"
    " it. The city council’s housing committee does. Today we work on the next person home."
)

OUT_OF_SCOPE = (
    "While we are at it: why do flats stand empty on Mill Street while people wait on the ward? Who"
    " decides how many homes are let, and to whom?"
)

HOME_WELL = DemoForum(
    name="Leaving hospital and temporary accommodation well",
    purpose="Nobody in Aldermere goes from a ward or a hostel to a cold, empty place.",
    kind=Forum.Kind.DELIVERY,
    convened_by=COUNCIL,
    ends_in=290,
    listing=Forum.Listing.PUBLIC,
    cadence=Forum.Cadence.FORTNIGHTLY,
    wording=Wording(
        read_aloud="We make going home work, from the decision to leave until 14 days at home."
        " We may decide who rings, who brings what, and by when. We do not settle how many homes"
        " there are. Members differ on that, and are free to. What we decide is done, or the"
        " council says in writing why not.",
        purpose="Too many people reach a front door alone, after dark, with nothing in the"
        " cupboard. The hospital thinks the council knows; the council thinks the charity knows."
        "\n\nThis forum puts the people who hold each piece in one room every second Tuesday, so"
        " that the piece after the front door stops being nobody’s.",
        included=(
            Line("What a person takes home, and who has checked that it is there"),
            Line("Who rings on day two and day ten"),
            Line("How wards, hostels and neighbours tell each other that somebody is coming"),
            Line("Heating, food and a key for the first night"),
        ),
        excluded=(
            Line("Ward staffing and beds", "The Hospitals Trust board, third Thursday"),
            Line("How many homes are let, and to whom", "The council’s housing committee"),
            Line("One person’s case", "Their own worker, today, in confidence"),
        ),
        recommends=(Recommendation("The council’s director of housing", 10),),
        differences_line=NETWORK_DIFFERENCE,
    ),
    seats=[
        DemoSeat("Chair", "grace", "Open Door Aldermere", Seat.Kind.CHAIR, sector=Sector.VOLUNTARY),
        DemoSeat(
            "Vice-chair, for the NHS", "priya", "Aldermere and Vale Integrated Care Board",
            Seat.Kind.VICE, sector=Sector.NHS,
        ),
        DemoSeat("Ward discharge", "sian", "Aldermere Hospitals NHS Trust", sector=Sector.NHS,
                 deputy_allowed=True),
        DemoSeat("Social housing", "dominic", "Harbour Homes", sector=Sector.HOUSING,
                 in_meeting=True),
        DemoSeat("District housing", "helen", "Vale District Council",
                 sector=Sector.LOCAL_GOVERNMENT),
        DemoSeat("Somebody who has been through it", "kofi", "Been There Network",
                 sector=Sector.LIVED_EXPERIENCE, lived_experience=True, term_months=12),
        DemoSeat("Faith groups", "yusuf", "St Brannoc’s and the Northside Mosque Partnership",
                 sector=Sector.FAITH, term_months=5, max_terms=4),
        DemoSeat("Food and furniture", "pat", "Aldermere Community Kitchen",
                 sector=Sector.VOLUNTARY,
                 reserves="We consider that nobody should be asked for papers before a meal, and"
                 " will work within the scope."),
        DemoSeat("Ukrainian families", "oksana", "Kalyna: Ukrainians in Aldermere",
                 sector=Sector.DIASPORA, reads=False),
        DemoSeat("Getting people there", "ben", sector=Sector.BUSINESS),
        DemoSeat("Regional observer", "ruth", "Office for New Arrivals", Seat.Kind.OBSERVER,
                 voting=False, sector=Sector.CENTRAL_GOVERNMENT),
    ],
    targets=[
        DemoTarget("sector", Sector.NHS, 2, 3, "The wards decide who goes home, and when."),
        DemoTarget("sector", Sector.VOLUNTARY, 3, None, "They meet people at the door."),
        DemoTarget("sector", Sector.BUSINESS, 1, None, "Somebody has to drive."),
        DemoTarget("area", "E07990002", 2, None, "Half of the people go home to the Vale."),
        DemoTarget("size", SizeBand.VOLUNTEERS, 1, None, "Small groups are asked last."),
        DemoTarget("kind", Seat.Kind.OBSERVER, 0, 1, "Who watches does not do."),
        DemoTarget("lived", "", 1, None, "Nothing about us without us."),
    ],
    topics=[
        DemoTopic("What goes in the first-night box?", [
            ("pat", P, 24, "We can fill twelve boxes a week from the kitchen. Before we buy"
             " anything: what did people wish had been there?\n\nOur list so far: bread, milk,"
             " eggs, tea, a tin opener, a lamp with its bulb, soap, and a note with a name on it."),
            ("kofi", E, 24, "A phone charger. I sat in the dark with a flat battery and could not"
             " tell my sister that I was out. The note with a name on it matters more than the"
             " eggs, by the way."),
            ("yusuf", E, 23, "Please ask about food before you pack it. Two families gave the tins"
             " back to us. One line on the form would do: anything you do not eat?"),
            ("sian", V, 22, "On our two wards in October 41 people went home to live alone. 17 had"
             " nobody who could shop for them in the first three days. So twelve a week is about"
             " right for us, and leaves a few for Vale."),
            ("yusuf", Q, 22, OUT_OF_SCOPE),
            ("pat", P, 21, "Then it is settled for November: twelve boxes, the charger goes in, and"
             " the form asks what people do not eat. I will say on the first Tuesday how many went"
             " out and what came back."),
        ]),
        DemoTopic("Who rings on day two?", [
            ("grace", Q, 16, "Day two is when it goes wrong: the box is eaten, the heating trips,"
             " the discharge letter is still in the bag. Who rings, from which phone, and what do"
             " they ask?"),
            ("priya", V, 15, "From the readmissions review (July to September, all of Vale and"
             " Aldermere): of 212 people who came back within 14 days, 63 came back on day two or"
             " three. Nobody had spoken to 48 of them since they left the ward."
             "\n\nThe summary is at https://icb.aldermere.example/readmissions-summer"),
            ("kofi", E, 15, "When somebody did ring me it was a withheld number and a form. I said"
             " ‘fine’ to every question. If it had been the person who packed my bag I would have"
             " said that the boiler was out."),
            ("helen", Q, 14, "Does it have to be one organisation? Our wardens already ring our own"
             " tenants on day three. I do not want somebody to get four calls, and somebody else"
             " none."),
            ("sian", E, 13, "Ward sister on 6B tried it for a month on her own account: whoever"
             " did the discharge rang at 11 the next day but one. Eleven minutes a call, she says,"
             " and six of nineteen needed something that one more call could fix."),
            ("dominic", P, 9, "Proposal, to try in December:\n\n1. Whoever packs the bag writes"
             " down who will ring, and tells the person that name.\n2. That name rings on day two"
             " before noon, from a number that shows.\n3. Four questions: warm, fed, medicines,"
             " anyone coming?\n4. If nobody is named, Open Door rings."),
            ("grace", P, 8, "I can live with that, and Open Door can be the fallback for **up to"
             " ten people a week** until the end of January. Beyond that we would be promising"
             " what we do not have. @Siân Ŵyn-Prosser, could the ward give us the names by"
             " eleven?"),
            ("helen", E, 2, "Wardens are happy with the four questions and have started to use"
             " them. First week in Vale:\n\n- 14 calls\n- 2 heaters\n- 1 lost prescription\n\n"
             "> From a number that shows\n\nThat made the difference: nobody hung up."),
        ]),
        DemoTopic("Key safes: fitted before, or fetched after?", [
            ("dominic", Q, 5, "Three times this month somebody came home and could not get in,"
             " because the key was with a neighbour who was out. Could the safe be fitted while the"
             " person is still on the ward?"),
            ("priya", V, 4, "Average stay after the decision to discharge is 2.4 days with us. A"
             " fitter needs two working days’ notice. It can be done, but only if we ask at the"
             " decision and not at the door."),
            ("yusuf", E, 1, "We hold spare keys for nine people on our street, with their leave, in"
             " a tin in the vestry. It costs nothing, and somebody is always in at prayer times."),
        ]),
    ],
)  # fmt: skip

WINTER = DemoForum(
    name="A warm first winter",
    purpose="Everybody who arrived this year has one warm room, and knows who mends the boiler.",
    kind=Forum.Kind.TASK,
    convened_by="Open Door Aldermere",
    ends_in=130,
    wording=Wording(
        read_aloud="We exist until the end of March to see that everybody who arrived this year has"
        " one warm room and knows who mends the boiler. Repairs, coats, heaters and warm places are"
        " ours to settle. Then we hand over, thank everyone, and stop.",
        purpose="Last winter we found out in February who had been cold since November.",
        included=(
            Line("Heaters, coats and bedding: who has them, who needs them"),
            Line("Small repairs that keep a room warm"),
            Line("Warm places that are open without an appointment"),
        ),
        excluded=(
            Line("Energy prices and benefits", "The advice line, 0300 555 0175"),
            Line("Landlords who refuse repairs", "Environmental health, the same day"),
        ),
        differences_line="Members differ on whether this should be a charity’s work at all. That is"
        " known and recorded. The health and wellbeing board decides what is commissioned. Today we"
        " work on this winter.",
    ),
    seats=[
        DemoSeat("Chair", "jo", "Wheelwrights Repair Co-operative", Seat.Kind.CHAIR,
                 sector=Sector.SOCIAL_ENTERPRISE),
        DemoSeat("Warm places", "yusuf", "St Brannoc’s and the Northside Mosque Partnership",
                 sector=Sector.FAITH),
        DemoSeat("Visiting people at home", "marguerite", "Vale Befrienders",
                 sector=Sector.VOLUNTARY),
        DemoSeat("A volunteer who knows the houses", sector=Sector.INDIVIDUAL),
        DemoSeat("Landlords", sector=Sector.HOUSING),
        DemoSeat("Heating engineers", sector=Sector.BUSINESS),
    ],
)  # fmt: skip

STRATEGY = DemoForum(
    name="Resettlement strategy panel",
    purpose="Honest advice on how Aldermere settles people, answered in writing.",
    kind=Forum.Kind.ADVISORY,
    convened_by=COUNCIL,
    ends_in=210,
    listing=Forum.Listing.PROGRAMME,
    cadence=Forum.Cadence.QUARTERLY,
    wording=Wording(
        read_aloud="We advise the council on where and how people are settled. The council answers"
        " each recommendation in 20 working days. We do not manage delivery, money or individual"
        " cases. Where we differ we will say so plainly and leave it on the record.",
        purpose="The council wants to hear what will not work before it is decided, from people who"
        " will say so.",
        included=(
            Line("Which neighbourhoods, and what each needs first"),
            Line("How the health and housing plans fit together"),
        ),
        excluded=(
            Line("Week-by-week delivery", "The forum on leaving hospital well"),
            Line("Money and contracts", "The council’s commissioning board"),
        ),
        recommends=(
            Recommendation("The council’s cabinet member for communities", 20),
            Recommendation("The integrated care board", 20),
        ),
        differences_line="Some members disagree with national asylum policy. That is legitimate,"
        " known, and recorded. This forum has no role in resolving it. Parliament does. Today we"
        " work on Aldermere.",
    ),
    seats=[
        DemoSeat("Chair", "priya", "Aldermere and Vale Integrated Care Board", Seat.Kind.CHAIR,
                 sector=Sector.NHS),
        DemoSeat("Voluntary sector", "grace", "Open Door Aldermere", sector=Sector.VOLUNTARY),
        DemoSeat("District council", "helen", "Vale District Council",
                 sector=Sector.LOCAL_GOVERNMENT),
        DemoSeat("Housing", "dominic", "Harbour Homes", sector=Sector.HOUSING),
        DemoSeat("National adviser", "ruth", "Office for New Arrivals", Seat.Kind.ADVISER,
                 voting=False, sector=Sector.CENTRAL_GOVERNMENT),
        DemoSeat("Lived experience", "kofi", "Been There Network", sector=Sector.LIVED_EXPERIENCE),
        DemoSeat("Somebody who rents", sector=Sector.INDIVIDUAL),
    ],
    topics=[
        DemoTopic("Should new arrivals have their own housing advice line?", [
            ("helen", Q, 30, "We are asked to say by January whether to keep the separate line. It"
             " takes 60 calls a week. What would people lose if it joined the main one?"),
            ("kofi", E, 29, "The interpreter who picks up. On the main line you press 4 and then"
             " wait for somebody to find one."),
        ]),
    ],
)  # fmt: skip
STRATEGY_CHANGE = "Private renting came up at every meeting and belonged nowhere. Now it is ours."
STRATEGY_ADDS = Line("Private renting: what landlords need in order to say yes")

VOICES = DemoForum(
    name="Those who came before",
    purpose="People who settled here shape what the next ones meet.",
    kind=Forum.Kind.LIVED_EXPERIENCE,
    convened_by="Been There Network",
    ends_in=18,
    review_in=9,
    attribution=Forum.Attribution.NON_ATTRIBUTED,
    wording=Wording(
        read_aloud="We shape the first hundred days from our own experience. Nobody must tell their"
        " story. We choose what to raise. We are paid, and heard. We decide the welcome booklet and"
        " who is trained by whom. Individual cases go to the casework desk, in confidence.",
        purpose="The people who know what the first week is like are the people who have had one.",
        included=(Line("The welcome booklet, word by word"), Line("Training for new workers")),
        excluded=(Line("One person’s case", "The casework desk, in confidence"),),
        differences_line="Some of us would have settled elsewhere, given the choice. That is known"
        " and it is not for this room. Today we work on the booklet.",
    ),
    seats=[
        DemoSeat("Chair", "kofi", "Been There Network", Seat.Kind.CHAIR,
                 sector=Sector.LIVED_EXPERIENCE),
        DemoSeat("From Ukraine", "oksana", "Kalyna: Ukrainians in Aldermere",
                 sector=Sector.DIASPORA),
        DemoSeat("From anywhere else", sector=Sector.LIVED_EXPERIENCE, lived_experience=True,
                 term_months=12),
        DemoSeat("Arrived this year", sector=Sector.INDIVIDUAL, term_months=12),
    ],
    targets=[
        DemoTarget("sector", Sector.FAITH, 1, None, "The first door that many people knock on."),
        DemoTarget("sector", Sector.VOLUNTARY, 0, 2, "Those who settled here speak first."),
    ],
    topics=[
        DemoTopic("Page one of the booklet", [
            ("oksana", P, 10, "Page one should say which bus, where it stops, and that the driver"
             " does not give change. Everything else can be page two."),
            ("kofi", E, 10, "Seconded. My first week in Aldermere was the wrong side of the road"
             " and the right side of a kind driver."),
        ]),
    ],
)  # fmt: skip
