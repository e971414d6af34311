"""The one way in which a letter cannot become a PDF: a sentence for the person who can mend it."""


class CannotTypeset(Exception):
    """Raised for one letter; `problem` is for a person, `field` says where they look.

    `field` names an attribute of LetterContent ("body", "address", …) or a placeholder.
    """

    def __init__(self, problem: str, field: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field
