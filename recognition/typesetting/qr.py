"""A QR code as lines: black on white, in one path, so that it prints sharp in any size."""

import segno


def svg(text: str) -> str:
    """The code of a text, error correction M or better: it bears a fold and a thumb. Leave four of
    its modules white around it (ISO/IEC 18004)."""
    code = segno.make_qr(text, error="m")
    width = code.symbol_size(border=0)[0]
    runs = "".join(_runs(code.matrix))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}">'
        f'<path fill="#000" d="{runs}"/></svg>'
    )


def _runs(matrix: tuple[bytearray, ...]) -> list[str]:
    """Each run of dark modules in a row as one rectangle."""
    found = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                found.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length or 1
    return found
