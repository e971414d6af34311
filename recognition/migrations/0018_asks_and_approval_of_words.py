"""Words say whether they ask for something, and may be approved; nothing else of them changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION template_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    review constant text[] := '{review_asked_at,approved_at,approved_by_id}';
BEGIN
    IF OLD.approved_at IS NULL AND to_jsonb(NEW) - review = to_jsonb(OLD) - review THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A template version is never changed: save a new one.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
BACK = """
CREATE OR REPLACE FUNCTION template_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A template version is never changed: save a new one.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0017_approvals_by_role"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="templateversion",
            name="contains_ask",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="templateversion",
            name="review_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="templateversion",
            name="approved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="templateversion",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("review_asked_at__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("approved_by", models.F("written_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="template_version_approved_by_another",
                violation_error_message="Somebody other than the writer approves words.",
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
