"""What there is to know about one kind of record that can be brought in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from coalition.imports.cells import MONTH_FIRST
from coalition.imports.fields import Field
from coalition.imports.problems import Doubt, Problem, Understood
from coalition.models import Import, User
from coalition.spreadsheets.organisations.values import NOTHING
from coalition.spreadsheets.table import Row, letter_of

LONGEST_NOTHING = max(map(len, NOTHING))
Slots = dict[str, Any]  # what a field holds → what its cell means
Waiting = dict[str, Any]  # column of the waiting table → value


@dataclass(frozen=True)
class Question:
    """Something that is asked once for the whole file. `initial` may look at the matched file."""

    name: str
    label: str
    choices: Callable[[User | None], list[tuple[str, str]]]
    missing: str  # what to do where nothing is chosen
    help_text: str = ""
    initial: str = ""
    radio: bool = True
    required: bool = True


@dataclass(frozen=True)
class Part:
    """A piece of SQL with its parameters."""

    sql: str
    params: Sequence[Any] = ()


class Kind:
    """One import's view of its kind. Subclasses say what their records are. In SQL, `s` is a
    waiting row and `r` a record of the register."""

    do_not_call_in_templates = True

    key: ClassVar[str]
    noun: ClassVar[str]
    plural: ClassVar[str]
    section: ClassVar[str]
    model: ClassVar[type[models.Model]]
    fields: ClassVar[Sequence[Field]]
    needs: ClassVar[Sequence[tuple[set[str], str]]]  # one of these must be matched, or say that
    staged: ClassVar[Mapping[str, str]]  # column of the waiting table → type
    writes: ClassVar[Mapping[str, str]]  # field of the record → SQL over `s`
    changes: ClassVar[Mapping[str, str]] = {}  # field → SQL over `s` and `r`: whether it becomes so
    questions: ClassVar[Sequence[Question]] = ()
    template: ClassVar[Sequence[Sequence[str]]]  # headings and examples
    about: ClassVar[Sequence[str]]  # what a file should have, for who prepares one
    journal: ClassVar[str]  # kind of the journal entry of a whole import
    doubles: ClassVar[str] = Import.Doubles.LEAVE  # what becomes of them where nobody chooses
    hangs_on: ClassVar[Mapping[type[models.Model], str]] = {}  # to what it hangs on, by which field
    parts: ClassVar[Sequence[str]] = ()  # relations that go with a record, such as identifiers
    also_adds: ClassVar[Mapping[type[models.Model], Sequence[str]]] = {}  # and the parts of those
    called: ClassVar[str]  # which of `staged` a person knows a row by
    twice: ClassVar[str]  # what rows that are about the same have in common; what to do if not
    alike: ClassVar[str] = "the same name as somebody there"  # in what doubles are alike
    adds_words: ClassVar[str] = ""  # what a row adds that changes no field
    side_by_side: ClassVar[Sequence[str]] = ()  # fields by which a person can tell who is who
    refers_to: Mapping[type[models.Model], str] = {}  # other records, by which column of `s`
    goes_back: ClassVar[Mapping[tuple[type[models.Model], str], str]] = {}  # undone only if so
    lacks: ClassVar[str] = "false"  # SQL over `s`: what the register must have is not there
    adds: ClassVar[str] = "false"  # SQL over `s` and `r`: the row adds something to the record

    def __init__(self, job: Import) -> None:
        self.job = job
        self.places = {holds: job.labels[at] for at, holds in job.matched.items()}

    @classmethod
    def may_bring_in(cls, user: User) -> bool:
        raise NotImplementedError

    @classmethod
    def programmes(cls, user: User) -> list[str] | None:
        """The numbers of those for which this person may bring in; None where records are shared
        by all."""
        return None

    def url_of(self, record: Any) -> str:
        """Where the record is looked at; the list, for what has no page."""
        address = getattr(record, "get_absolute_url", self.list_url)
        return str(address())

    def may_be_seen_by(self, user: User) -> bool:
        """Whoever may bring in such records sees the import; of one programme, only its people."""
        mine = self.programmes(user)
        its = self.job.options.get("programme")
        theirs = mine is None or its in mine or self.job.uploaded_by_id == user.pk
        return self.may_bring_in(user) and theirs

    @classmethod
    def list_url(cls) -> str:
        """Where its records are listed."""
        raise NotImplementedError

    def compose(self, slots: Slots, understood: Understood) -> tuple[str, ...]:
        """The values of `staged`, in order; may add faults, remarks and warnings."""
        raise NotImplementedError

    def match(self, s: str) -> Part:
        """SELECT n, target, sure: at most one record for each row of `s`, the likeliest."""
        raise NotImplementedError

    def repeats(self, rows: str) -> Part:
        """SELECT n, first: rows that are about the same as an earlier row, and its n."""
        raise NotImplementedError

    def contradicts(self, row: Waiting, earlier: Waiting) -> tuple[str, str] | None:
        """Of two rows about the same: the field in which they differ, and by what we know that
        they are about the same."""
        raise NotImplementedError

    def after_staging(self, rows: str) -> None:
        """What can be said of rows once all of them are there."""

    def before_comparing(self, rows: str, first: int, last: int) -> None:
        """What rows from n to n mean on the register as it is now."""

    def after_comparing(self, rows: str, outcomes: str) -> None:
        """Remarks that take the register to make, for the check."""

    def before_writing(self, chunk: "Chunk") -> None:
        """What must be there before the records are."""

    def after_writing(self, chunk: "Chunk") -> None:
        """What hangs on the records, which are there now."""

    def consequences(self, changed: Mapping[str, str]) -> dict[str, str]:
        """Field → SQL, as `changes`: what else becomes different with those that are changed."""
        return {}

    def after_undoing(self) -> None:
        """What must be kept in step with fields that went back."""

    def miss(self, understood: Understood, holds: str, todo: str) -> None:
        """Fault a row in which something is missing, once."""
        label = self.label(holds)
        if not any(fault.column == label for fault in understood.faults):
            understood.faults.append(Problem(label, "", todo))

    def label(self, holds: str) -> str:
        """What the file calls the column that holds this."""
        return self.places.get(holds) or self.by_holds()[holds].label

    @classmethod
    def by_holds(cls) -> dict[str, Field]:
        return {field.holds: field for field in cls.fields}

    @classmethod
    def table(cls) -> str:
        return cls.model._meta.db_table

    def reader(self) -> Callable[[Row], Understood]:
        """What understands the rows of this file."""
        fields, labels, width = self.by_holds(), self.job.labels, len(self.job.found_columns)
        order = list(fields)
        matched = sorted(self.job.matched.items(), key=lambda one: order.index(one[1]))
        read = {holds: field.read for holds, field in fields.items()}
        if self.job.options.get("dates") == "month":
            read = {holds: MONTH_FIRST.get(how, how) for holds, how in read.items()}
        plan = [
            (at, holds, read[holds], fields[holds].grave, fields[holds].not_blank)
            for at, holds in matched
        ]
        compose = self.compose

        def understand(row: Row) -> Understood:
            cells = row.cells
            understood = Understood()
            slots: Slots = {}
            for at, holds, read, grave, kept in plan:
                cell = cells[at]
                if len(cell) <= LONGEST_NOTHING and cell.lower() in NOTHING and cell not in kept:
                    continue
                try:
                    slots[holds] = read(cell)
                except Doubt as doubt:
                    problems = understood.faults if grave else understood.remarks
                    problems.append(Problem(labels[at], cell, str(doubt)))
            if len(cells) > width and any(cells[width:]):
                understood.faults.insert(0, _surplus(cells, width))
            understood.values = compose(slots, understood)
            return understood

        return understand


@dataclass(frozen=True)
class Chunk:
    """Some rows of an import that are written together, from n to n, both included."""

    job: Import
    rows: str  # the table in which they wait
    done: str  # the table that says what becomes of each
    first: int
    last: int

    @property
    def here(self) -> str:
        """SQL over `d`, a row of `done`."""
        return f"d.n between {self.first} and {self.last}"


def _surplus(cells: list[str], width: int) -> Problem:
    return Problem(
        f"Column {letter_of(width)}",
        " ".join(cell for cell in cells[width:] if cell),
        f"The row has {len(cells)} cells, and there are {width} columns. A comma inside a cell may"
        " need quotation marks around the cell; or delete what is too much.",
    )


def kinds() -> dict[str, type[Kind]]:
    """Those of all apps, by key, as settings.IMPORT_KINDS lists them."""
    found = [import_string(path) for path in settings.IMPORT_KINDS]
    return {kind.key: kind for kind in found}


def of(job: Import) -> Kind:
    return kinds()[job.kind](job)
