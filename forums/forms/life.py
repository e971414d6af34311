"""What may be typed about how a forum goes on."""

from datetime import date

from coalition.fields import AppForm, UkDateField
from forums.forms.forums import end_in_a_year


class RenewForm(AppForm):
    sunset_on = UkDateField(
        label="When does it end now?",
        help_text="At most 12 months from today. Members see the new date at once.",
    )

    def clean_sunset_on(self) -> date:
        return end_in_a_year(self.cleaned_data["sunset_on"])
