"""What can be brought in from a spreadsheet, and how: kinds, the columns that each knows, what rows
mean, and the tables in which rows wait, are compared and written. Called by actions.

Python looks at each row once, on its way into the waiting table; everything after that is done by
the database in sets, so an import costs about what its cheapest form costs (ADR 0011).
"""
