"""Neighbours of the demo world: many people who each did one thing last month, at home or out and
about. Every name is invented."""

from dataclasses import dataclass

from recognition.models import ContributionEvent

Kind = ContributionEvent.Kind


@dataclass(frozen=True)
class Deed:
    kind: str
    did: str
    made_possible: str


# Two who live together, and took somebody in.
HOMES = [
    ("Anselm", "Judith", "Rowe"), ("Femi", "Bola", "Adewale"), ("Gwen", "Alun", "Parry"),
    ("Farida", "Nasir", "Haidari"), ("Colin", "Peter", "Stubbs"), ("Mina", "Arash", "Sohrabi"),
    ("Edith", "Walter", "Crane"), ("Lucia", "Paolo", "Ferri"),
]  # fmt: skip
HOSTED = [
    Deed(Kind.HOSTING, "gave a young man from Kherson your spare room for five weeks",
         "he found work, and moves into a room of his own on Saturday"),
    Deed(Kind.HOSTING, "took in a mother and her baby on the night when the hostel was full",
         "they had a warm room, and somebody who knew where the surgery is"),
]  # fmt: skip
# Each lives alone, and did something by themselves.
ALONE = [
    "Agnes Thornley", "Bilal Chaudhry", "Cora Whitby", "Desmond Achara", "Elspeth Munro",
    "Farouk Zaman", "Gita Venkat", "Howard Pell", "Ingrid Solberg", "Jamal Rashford-Lowe",
    "Kirsty Dunbar", "Leopold Marsh", "Maud Tranter", "Niamh Corrigan", "Osei Boateng-Hill",
    "Pauline Skerritt", "Quentin Vane", "Rukhsana Aziz", "Stan Kowalczyk", "Tamsin Hale-Reed",
    "Umar Siddiq", "Vera Lomax", "Wendell Brooks", "Xanthe Loukas", "Yvette Mbeki-Stone",
    "Zelda Frith", "Arthur Penhale", "Bridget Sorley", "Callum Rennie", "Delphine Aubry",
    "Ewan Strachan", "Frances Oduya", "Gareth Nunn", "Hester Quayle", "Idris Kamara",
    "Joyce Tillman", "Keir Standish", "Lottie Barnes", "Mehmet Aydin", "Nora Felling",
]  # fmt: skip
OUT_AND_ABOUT = [
    Deed(Kind.HOURS, "sat with newcomers in the library on four Thursday evenings",
         "nine people filled in their first form by themselves"),
    Deed(Kind.HOURS, "walked new families to school in the first week of term",
         "six children knew the way by the Friday"),
    Deed(Kind.HOURS, "drove people to the hospital in Vale and waited with them",
         "nobody missed an appointment in October"),
    Deed(Kind.HOURS, "cooked on Sundays for whoever came",
         "twenty people sat down to eat together, week after week"),
    Deed(Kind.HOURS, "read letters from the council aloud, and said what they meant",
         "three families kept their homes"),
    Deed(Kind.HOURS, "played chess with the boys at the hostel every Wednesday",
         "two of them play for the club now"),
    Deed(Kind.DONATED, "gave a cot, a pushchair and a winter coat that were as good as new",
         "a baby came home from hospital to a bed of her own"),
]  # fmt: skip
# What some of them wrote beside their answer.
SAID = [
    "It hangs by the kettle.",
    "My daughter read it to me twice.",
    "I had not known that he found work. Thank you for telling me.",
    "Nobody had written to me about this before.",
]
