"""What may stop a letter (product.md §6). Asked when recipients are fixed, and again at dispatch."""

from recognition.models import Letter

Stopped = tuple[str, str]


def foresee(letter: Letter) -> Stopped | None:
    """The gate that would stop this letter today, and a sentence that says what to do; or None.

    The letter may be unsaved; its contributor, event and campaign are at hand. Asks no queries.
    """
    person = letter.contributor
    if person.must_not_be_contacted:
        return "G1", "This person must not be contacted."
    if not person.name_is_confirmed:
        return "G4", "The name is not confirmed. Ask the person or their organisation to confirm it."
    if not letter.salutation.strip():
        return "G4", "It is not known how they like to be greeted. Write it on their page."
    if not letter.email:
        return "G5", "There is no email address. Ask the person, and write it on their page."
    return None
