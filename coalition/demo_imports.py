"""The demo world's spreadsheets: one that came in, and two that wait for Lena to look at them."""

import io
from typing import Any

from coalition.actions import import_steps, imports
from coalition.models import Import, User

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
PEOPLE = """Title,First name,Surname,E-mail,Mobile,Address line 1,Town,Postcode,Organisation,\
Role,Since
Ms,Imogen,Clarke,imogen.clarke@parish.example,07700 900461,4 Weir Lane,Aldermere,BS1 4ST,\
Vale Befrienders,Trustee,01/03/2024
Mr,Tomos,ap Huw,tomos@parish.example,07700 900518,,,,Harbour Homes,Volunteer,
,Ben,Okafor,b.okafor@allotments.example,,,,,,,
Dr,Farida,Noori,farida.noori(at)clinic.example,,9 High Street,Vale,BS1 4SU,,,
"""


def build(lead: User) -> None:
    groups = {"updates_known": "yes", "sector": "VC"}
    done = _checked("organisations", "partners-autumn.csv", CAME_IN, lead, groups)
    imports.start(job=done, seen=done.checked_at, by=lead)
    import_steps.carry_out(import_id=done.pk)
    _checked("organisations", "voluntary-groups.csv", WAITS, lead, groups)
    people = {"updates_known": "yes", "add_organisations": ""}
    _checked("people", "volunteers-spring.csv", PEOPLE, lead, people)


def _checked(kind: str, file_name: str, text: str, lead: User, options: dict[str, Any]) -> Import:
    contents = io.BytesIO(text.encode())
    job = imports.upload(kind=kind, file_name=file_name, contents=contents, by=lead)
    imports.match(job=job, columns=job.matched, options=options)
    import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()
    return job
