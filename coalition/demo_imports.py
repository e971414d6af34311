"""The demo world's spreadsheets: one that came in, and one that waits for Lena to look at it."""

from coalition import spreadsheets
from coalition.actions import organisation_imports
from coalition.models import OrganisationImport, User
from coalition.spreadsheets.organisations import guess

CAME_IN = """Organisation,Area,Website
Open Door Aldermere,Aldermere,opendoor.example
Vale Befrienders,Vale,befrienders.example
Harbour Homes,"Aldermere, Southgate",harbourhomes.example
Been There Network,Aldermere and Vale,
Fernley Coaches,Vale,fernley.example
"""
WAITS = """Voluntary groups in Aldermere,,,
Sent by the partnership office,,,

Name,Charity number,Area,Website
Southgate Sewing Circle,1998801,Southgate,sewing.example
Aldermere Bicycle Library,1998802,Aldermere,
Vale Befrienders,1998803,Vale,https://befrienders.example/about
,1998804,Northside,
Low Fell Walking Group,2.00E+06,Low Fell,
The Long Table,1998806,Northside,coming soon
Total,6,,
"""


def build(lead: User) -> None:
    done = _checked("partners-autumn.csv", CAME_IN, lead)
    organisation_imports.start(organisation_import=done, seen=done.checked_at, by=lead)
    organisation_imports.carry_out(import_id=done.pk)
    _checked("voluntary-groups.csv", WAITS, lead)


def _checked(file_name: str, text: str, lead: User) -> OrganisationImport:
    job = organisation_imports.upload(file_name=file_name, contents=text.encode(), by=lead)
    columns = guess(spreadsheets.read(text.encode()))
    return organisation_imports.check(organisation_import=job, columns=columns, sector="VC")
