"""Authority as plain values: what the modes promise, amounts, periods, and what is wider than what.

No database, no request; but for `use`, which asks what was decided under a delegation.
"""
