"""Where the tests find real files; those that need them skip, saying so, where they are absent."""

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR.parent / "shared" / "data"
NASTY = FOLDER / "nasty" / "real_shaped_exports"
CHARITIES = FOLDER / "organisations" / "charities_ukcat.csv"
needs_shared_data = pytest.mark.skipif(
    not FOLDER.exists(), reason="the folder of shared data is not beside this project"
)
