"""What may be said about a spreadsheet: which file, what its columns hold, who is who."""

from collections import Counter
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from coalition import spreadsheets
from coalition.fields import AppForm
from coalition.imports.cells import MONTH_FIRST
from coalition.imports.fields import choices
from coalition.imports.kind import Kind, Question
from coalition.imports.references import REFERENCES, SAY_WHOSE
from coalition.models import Import, User

ENDINGS = [*(".csv", ".tsv", ".txt", "text/csv"), *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")]
MEGABYTES = spreadsheets.BYTE_LIMIT // 1_000_000


class FileForm(AppForm):
    sheet = forms.CharField(
        label="Name of the sheet",
        max_length=31,
        required=False,
        help_text="As its tab says. Without a name, we read the sheet with most rows.",
    )
    file = forms.FileField(
        label="Your file",
        help_text=f"From Excel, LibreOffice, or saved as CSV. At most {MEGABYTES} MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": "Choose the file that you want to bring in",
            "empty": "The file is empty. Check that you chose the right one.",
        },
    )

    def clean_file(self) -> UploadedFile:
        """Readable; what is wrong with an unreadable one, the reader says best."""
        file = self.cleaned_data["file"]
        try:
            spreadsheets.read(file, sheet=self.cleaned_data.get("sheet"))
        except spreadsheets.NoSuchSheet as error:
            self.add_error("sheet", str(error))
        except spreadsheets.Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ColumnsForm(AppForm):
    """One select for each column of the file, with our best guess; and questions of its kind."""

    ASKED_IF = ("source", "dates")

    def __init__(self, *args: Any, kind: Kind, by: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.job = kind, kind.job
        for question in kind.questions:
            self.fields[question.name] = _answer(question, self.job, by)
        if REFERENCES & kind.by_holds().keys():
            self.fields["source"] = forms.CharField(
                label="If the file has references, which system or list are they from?",
                max_length=100,
                required=False,
                initial=self.job.source,
                help_text="They are remembered under this name, so that the next file from there"
                " finds the same records.",
            )
        if any(column.get("month_first") for column in self.job.found_columns) and self._dates:
            self.fields["dates"] = _order_of_dates(self.job)
        self.questions = [self[name] for name in self.fields]
        for position, label in enumerate(self.job.labels):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=label,
                choices=choices(kind.fields),
                required=False,
                initial=self.job.matched.get(position, ""),
            )

    @property
    def _dates(self) -> set[str]:
        """What holds dates, of all that columns can hold."""
        return {field.holds for field in self.kind.fields if field.read in MONTH_FIRST}

    def rows(self) -> list[dict[str, Any]]:
        """Each column of the file beside its select."""
        return [
            {"column": column, "field": self[f"column_{position}"]}
            for position, column in enumerate(self.job.found_columns)
        ]

    def clean(self) -> dict[str, Any]:
        """What the kind needs is there, and no two columns hold the same."""
        cleaned = super().clean() or self.cleaned_data
        columns = {
            position: holds
            for position in range(len(self.job.labels))
            if (holds := cleaned.pop(f"column_{position}", ""))
        }
        for holds, times in Counter(columns.values()).items():
            if times > 1:
                again = max(position for position, held in columns.items() if held == holds)
                label = self.kind.by_holds()[holds].label
                self.add_error(f"column_{again}", f"Choose only one column for ‘{label}’")
        for one_of, missing in self.kind.needs:
            if one_of.isdisjoint(columns.values()):
                self.add_error("column_0", missing)
        if "dates" in self.fields and not cleaned["dates"] and self._dates & {*columns.values()}:
            self.add_error("dates", "Choose what comes first in the dates")
        source = cleaned.pop("source", "").strip()
        if REFERENCES & {*columns.values()} and not source:
            self.add_error("source", SAY_WHOSE)
        return {"columns": columns, "source": source, "options": cleaned}


def _answer(question: Question, job: Import, by: User | None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question.label,
        choices=question.choices(by),
        required=question.required,
        help_text=question.help_text,
        initial=job.options.get(question.name, question.initial),
        widget=forms.RadioSelect if question.radio else forms.Select,
        error_messages={"required": question.missing},
    )


def _order_of_dates(job: Import) -> forms.ChoiceField:
    """Asked where some dates can only be read with the month first."""
    example = next(column["month_first"] for column in job.found_columns if column["month_first"])
    return forms.ChoiceField(
        label="What comes first in dates such as 03/04/2022?",
        choices=[("day", "The day: 3 April 2022"), ("month", "The month: 4 March 2022")],
        required=False,
        help_text=f"The file also has {example}, which makes sense only with the month first.",
        initial=job.options.get("dates", ""),
        widget=forms.RadioSelect,
    )


class DoublesForm(AppForm):
    """What becomes of rows that may be on the register already: of all, and of each one shown."""

    doubles = forms.ChoiceField(
        label="What about all of them?",
        choices=Import.Doubles.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of them"},
    )

    def __init__(self, *args: Any, job: Import, pairs: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["doubles"] = job.doubles
        self.pairs = pairs
        for pair in pairs:
            self.fields[f"row_{pair['line']}"] = forms.ChoiceField(
                label=f"Row {pair['line']}",
                choices=[("", "As for all"), *Import.Doubles.choices],
                required=False,
                initial=job.choices.get(str(pair["line"]), ""),
            )

    def rows(self) -> list[dict[str, Any]]:
        return [{**pair, "field": self[f"row_{pair['line']}"]} for pair in self.pairs]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rows = {name: value for name, value in cleaned.items() if name.startswith("row_")}
        choices = {name.removeprefix("row_"): value for name, value in rows.items()}
        return {"doubles": cleaned.get("doubles", ""), "choices": choices}
