"""The cuts in which a letter can be set, roomiest first."""

from dataclasses import dataclass

POINTS = 72 / 25.4  # in a millimetre
LARGE_PRINT = 16  # points
GUTTER = 8  # mm between signatories


@dataclass(frozen=True)
class Cut:
    """How a letter is set. Sizes in points, measure (the line's length) and signature in mm."""

    size: float
    line: float
    gap: float
    measure: float
    signature: float
    numbered: bool = False  # pages; costs a tenth of the time, so only for letters of two

    @property
    def most_pages(self) -> int:
        return 2 if self.size < LARGE_PRINT else 4

    def column(self, signatories: int) -> float:
        """The width that each signatory has, in mm."""
        return (self.measure - GUTTER * (signatories - 1)) / signatories


# A short letter is set in 12 points, as people with low sight ask; a long one still on one page.
CUTS = (Cut(12, 17, 8, 148, 17), Cut(11, 15, 7, 155, 15), Cut(10.5, 13.5, 5.5, 160.8, 12))
# Nothing smaller where somebody asked for large print (UK Association for Accessible Formats: 16
# points or more); easy read has short lines and air around them.
CUTS_OF = {
    "large_print": (Cut(16, 23, 11, 160.8, 17),),
    "easy_read": (Cut(16, 25, 14, 140, 17), Cut(16, 23, 11, 160.8, 17)),
}
CERTIFICATES = (Cut(16, 24, 14, 150, 20), Cut(16, 22, 8, 160.8, 17))
