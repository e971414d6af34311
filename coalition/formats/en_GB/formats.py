"""How dates read: 18 December 2026. Times need `clock` and `moment` of templatetags/words.py."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
