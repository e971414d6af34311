"""What may be said about a spreadsheet of organisations: which file, and what its columns hold."""

from collections import Counter
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from coalition import spreadsheets
from coalition.fields import AppForm
from coalition.models import OrganisationImport, Sector
from coalition.spreadsheets.organisations import CHOICES, Holds, guess, guess_sector


class OrganisationFileForm(AppForm):
    file = forms.FileField(
        label="Your file",
        help_text="A CSV file of at most 20 MB. In Excel: Save as, type “CSV UTF-8”.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={
            "required": "Choose the file that you want to bring in",
            "empty": "The file is empty. Check that you chose the right one.",
        },
    )

    def clean_file(self) -> UploadedFile:
        """Readable; what is wrong with an unreadable one, the reader says best."""
        file = self.cleaned_data["file"]
        contents = file.read(spreadsheets.BYTE_LIMIT + 1)
        try:
            spreadsheets.read(contents)
        except spreadsheets.Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        self.cleaned_data["contents"] = contents
        return file


class OrganisationColumnsForm(AppForm):
    """One select for each column of the file, with our best guess, and two questions."""

    sector = forms.ChoiceField(
        label="Which sector are new organisations in, where the file does not say?",
        choices=[("", "Choose a sector"), *Sector.choices],
        error_messages={"required": "Choose a sector for organisations where the file gives none"},
    )
    updates_known = forms.TypedChoiceField(
        label="What about organisations that are on the register already?",
        choices=[
            ("yes", "Bring them up to date from the file"),
            ("no", "Leave them as they are"),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="A blank cell never takes anything away.",
    )

    def __init__(
        self, *args: Any, table: spreadsheets.Table, job: OrganisationImport, **kwargs: Any
    ) -> None:
        columns = job.matched or guess(table)
        kwargs["initial"] = {
            "sector": job.sector or guess_sector(table, columns),
            "updates_known": "yes" if job.updates_known else "no",
        }
        super().__init__(*args, **kwargs)
        for position, column in enumerate(table.columns):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=column.label,
                choices=CHOICES,
                required=False,
                initial=columns.get(position, ""),
            )
        self.columns = table.columns

    def rows(self) -> list[dict[str, Any]]:
        """Each column of the file beside its select."""
        return [
            {"column": column, "field": self[f"column_{position}"]}
            for position, column in enumerate(self.columns)
        ]

    def clean(self) -> dict[str, Any]:
        """A name is needed, and two columns cannot hold the same."""
        cleaned = super().clean() or self.cleaned_data
        columns = {
            position: holds
            for position in range(len(self.columns))
            if (holds := cleaned.pop(f"column_{position}", ""))
        }
        labels = {value: label for _, group in CHOICES[1:] for value, label in group}
        for holds, times in Counter(columns.values()).items():
            if times > 1:
                again = max(position for position, held in columns.items() if held == holds)
                self.add_error(f"column_{again}", f"Choose only one column for ‘{labels[holds]}’")
        if Holds.NAME not in columns.values():
            self.add_error("column_0", "Choose which column holds the organisation’s name")
        return {**cleaned, "columns": columns}
