"""Terms that began before we counted them end when they would have, and nobody’s sooner than in
60 days: they are told first. Who left their organisation has moved."""

from django.db import migrations

FORWARD = """
UPDATE forums_membership SET ended_reason = 'moved' WHERE ended_reason = 'left';
UPDATE forums_membership AS membership
SET term_ends_on = GREATEST(
    (accepted_at AT TIME ZONE 'Europe/London' + make_interval(months => term_months))::date - 1,
    CURRENT_DATE + 61
)
FROM forums_seat AS seat
WHERE seat.id = membership.seat_id AND term_months IS NOT NULL AND ended_at IS NULL;
"""
BACK = "UPDATE forums_membership SET ended_reason = 'left' WHERE ended_reason = 'moved';"


class Migration(migrations.Migration):

    dependencies = [("forums", "0024_seats_end_for_more_reasons")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
