"""What a page says of a file without having read its row."""

from dataclasses import dataclass

from coalition.attachments.kinds import KINDS


@dataclass(frozen=True)
class FileFacts:
    id: int
    name: str
    kind: str
    size: int  # bytes

    @property
    def label(self) -> str:
        """Word, 340 kB"""
        return f"{KINDS[self.kind].label}, {size_in_words(self.size)}"


def size_in_words(size: int) -> str:
    """340 kB; 2.1 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"
