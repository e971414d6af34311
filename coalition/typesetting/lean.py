"""Cut the letters' fonts out of fontpkg-source-serif-4: python -m coalition.typesetting.lean

A variable font is instanced anew for every letter, which more than doubles the time of a letter;
instancing it once takes ten seconds. So the result is kept, in typefaces/. Its licence (OFL)
reserves the name "Source", hence another name.
"""

from pathlib import Path
from shutil import copy

import fontpkg_source_serif_4
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TYPEFACES = Path(__file__).parent / "typefaces"
PACKAGE = Path(fontpkg_source_serif_4.ROOT)
FAMILY = "Letter Serif"
UPRIGHT, SLANTED = "SourceSerif4[opsz,wght].ttf", "SourceSerif4-Italic[opsz,wght].ttf"
FACES = {"Regular": (UPRIGHT, 400), "SemiBold": (UPRIGHT, 600), "Italic": (SLANTED, 400)}
TEXT_SIZE = 12  # the optical size, in points, nearest to that of our letters
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]


def main() -> None:
    for style, (file, weight) in FACES.items():
        font = TTFont(PACKAGE / "files" / file, recalcTimestamp=False)
        keep_what_letters_need(font)
        instantiateVariableFont(font, {"opsz": TEXT_SIZE, "wght": weight}, inplace=True)
        rename(font, style, weight)
        font.save(TYPEFACES / f"LetterSerif-{style}.ttf")
    copy(PACKAGE / "LICENSE", TYPEFACES / "OFL.txt")


def keep_what_letters_need(font: TTFont) -> None:
    options = Options(hinting=False, layout_features=FEATURES, glyph_names=False, name_IDs=["*"])
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap().keys())
    subsetter.subset(font)


def rename(font: TTFont, style: str, weight: int) -> None:
    licence = {record.nameID: str(record) for record in font["name"].names}
    font["name"].names = []
    names = {
        0: licence[0],
        1: FAMILY if style in {"Regular", "Italic"} else f"{FAMILY} {style}",
        2: "Italic" if style == "Italic" else "Regular",
        3: f"{FAMILY} {style} 1",
        4: f"{FAMILY} {style}",
        5: licence[5],
        6: f"LetterSerif-{style}",
        13: licence[13],
        14: licence[14],
        16: FAMILY,
        17: style,
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


if __name__ == "__main__":
    main()
