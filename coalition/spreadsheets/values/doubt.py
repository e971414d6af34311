"""What a cell cannot mean."""


class Doubt(Exception):
    """The cell cannot mean what its column says. The message says what to do."""


def rounded(cell: str) -> Doubt:
    return Doubt(
        f"The spreadsheet rounded this number to {cell}, so its last digits are lost. Format the"
        " column as text, enter the number again and save the file again."
    )
