"""Letters to measure with: ordinary names of several languages, an ordinary text, one signature."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, islice

from PIL import Image, ImageDraw

SENDER = (
    "Homes for Aldermere",
    "Town Hall, Market Square",
    "Aldermere AL9 1AA",
    "homes@aldermere.example",
)
OFFICE = "Director of Public Health"
FOOTER = "For this letter in large print, in Welsh or as audio, write to the address above."
TEMPLATE = """\
You ((what_they_did)) ((dates)).

Because of that ((what_it_made_possible)). Nobody had to ask twice, and nobody was made to feel \
that they were asking. People who had been in the country for a matter of days sat at a table \
where somebody knew their names, and some of them now lay that table for others.

((personal_line)) I have heard the same from the families themselves, from the school and from the \
surgery in Mill Lane, each of whom spoke of you before I did.

I wanted you to know that ((organisation)) is spoken of, in the rooms where ((programme)) is \
planned, as the place that made the first winter bearable.

Thank you, ((salutation)). There is nothing that you need to do."""
NAMES = (
    "Kateryna Kovalenko", "Siân ap Gwilym", "Łucja Wąż", "Nguyễn Thị Thảo", "Ann Smith",
    "Conor O’Neill", "María José Carreño", "Abdul Rahman", "Олена Стеценко", "Ελένη Ξενάκη",
)  # fmt: skip
DEEDS = (
    (
        "cooked supper every Thursday at Mill Lane",
        "eleven families ate together in week one",
    ),
    ("drove people to the hospital in Westbury", "nobody on your list missed an appointment"),
    ("opened the hall on forty Saturdays", "children who share no language learnt to play chess"),
    ("gave a room to a mother and two sons", "both boys started school without moving again"),
)


@dataclass(frozen=True)
class Row:
    """What a worker reads of one letter."""

    reference: str
    address: str
    values: dict[str, str]


def rows(count: int) -> Iterator[Row]:
    """So many letters, no two the same."""
    for number, name in enumerate(islice(cycle(NAMES), count)):
        deed, effect = DEEDS[number % len(DEEDS)]
        yield Row(
            reference=f"HFA-{number:06}",
            # The post takes Latin names only.
            address=f"The Householder\n{number} Weaver Street\nMillbrook\nAldermere\nAL9 3QT",
            values={
                "salutation": name,
                "letter_name": name,
                "organisation": "Aldermere Community Kitchen",
                "programme": "Homes for Aldermere",
                "what_they_did": f"{deed}, {number} times in all",
                "what_it_made_possible": effect,
                "dates": "between March and August 2026",
                "personal_line": "I still think of the evening the children taught me to count.",
            },
        )


def _signature() -> bytes:
    image = Image.new("LA", (600, 200), (0, 0))
    loops = [(20 + 9 * step, 100 + (60 - step) * (1 if step % 2 else -1)) for step in range(60)]
    ImageDraw.Draw(image).line(loops, fill=(30, 255), width=5, joint="curve")
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


SIGNATURE = _signature()
