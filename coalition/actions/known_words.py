"""The words that search knows: triggers learn them; here those are forgotten that nobody bears."""

from django.db import connection

from coalition.domain import action
from coalition.models import Contributor, Organisation, OrganisationWord, PersonWord

PATIENCE = "5s"
BORNE = {
    PersonWord: (Contributor, "coalition_lexemes(letter_name, known_as)"),
    OrganisationWord: (Organisation, "coalition_lexemes(name, known_as)"),
}
UNBORNE = """
    SELECT word FROM {known} WHERE NOT EXISTS (
        SELECT FROM {table} WHERE {lexemes} @@ array_to_tsvector(ARRAY[word::text])::text::tsquery
    )
"""


@action
def forget() -> int:
    """Forget words that stand in no name any more; how many. An erased person's name goes, too.

    Nobody may add a name between our look and our leave: whoever is adding one holds the table
    until they are done. So we ask for it alone, and raise OperationalError if that takes long."""
    forgotten = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [PATIENCE])
        for known, (named, lexemes) in BORNE.items():
            names = {
                "known": known._meta.db_table,
                "table": named._meta.db_table,
                "lexemes": lexemes,
            }
            cursor.execute(UNBORNE.format(**names))
            if words := [word for (word,) in cursor.fetchall()]:
                cursor.execute("LOCK TABLE {known} IN SHARE ROW EXCLUSIVE MODE".format(**names))
                again = f"DELETE FROM {names['known']} WHERE word = ANY(%s) AND word IN ({{}})"
                cursor.execute(again.format(UNBORNE.format(**names)), [words])
                forgotten += cursor.rowcount
    return forgotten
