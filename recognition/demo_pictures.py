"""Pictures of the demo world: a signature and a letterhead that belong to nobody."""

from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

from coalition.typesetting.fonts import LEAN


def draw_signature() -> bytes:
    """Loops of a pen that belongs to nobody, as PNG."""
    size = (1200, 360)
    paper = Image.new("L", size, "white")
    pen = ImageDraw.Draw(paper)
    points = [_pen_at(step / 900) for step in range(901)]
    for number, (one, other) in enumerate(zip(points, points[1:], strict=False)):
        pen.line([one, other], fill=20, width=6 + int(4 * sin(number / 23)))
    pen.line([(120, 320), (640, 292), (1120, 306)], fill=20, width=4, joint="curve")
    file = BytesIO()
    paper.resize((600, 180), Image.Resampling.LANCZOS).quantize(16).save(file, "PNG")
    return file.getvalue()


def _pen_at(share: float) -> tuple[float, float]:
    """Where the pen is after that share of the name: loops that grow smaller to the right."""
    turn = share * 15 * pi
    height = 120 * (1 - 0.62 * share) * (1 if share > 0.1 else 1.15)
    along = 90 + share * 980 + 46 * cos(turn * 0.97)
    return along, 180 + height * sin(turn) * (0.72 + 0.28 * cos(turn / 2.7))


def draw_letterhead(name: str) -> bytes:
    """A tower over water, and the name beside it, in greys, as PNG."""
    paper = Image.new("L", (1100, 200), "white")
    pen = ImageDraw.Draw(paper)
    pen.polygon([(30, 150), (30, 60), (90, 20), (150, 60), (150, 150)], fill=50)
    pen.rectangle((78, 95, 102, 150), fill="white")
    for height in (162, 176, 190):
        waves = [(20 + 5 * step, height + 4 * sin(step / 1.3)) for step in range(29)]
        pen.line(waves, fill=110, width=5)
    face = ImageFont.truetype(LEAN / "LetterSerif-SemiBold.ttf", 76)
    pen.text((190, 105), name, fill=40, font=face, anchor="lm")
    file = BytesIO()
    paper.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()
