"""The same letter in other languages and formats, beside the template that leads (TPL-4)."""

import django.db.models.deletion
from django.db import migrations, models

LATE = """
UPDATE recognition_lettertemplate SET kind = 'late' WHERE EXISTS (
    SELECT 1 FROM recognition_templateversion version
    WHERE version.template_id = recognition_lettertemplate.id
    AND version.body LIKE '%((late_month))%'
);
"""


class Migration(migrations.Migration):
    dependencies = [("recognition", "0012_where_contributions_come_from")]
    operations = [
        migrations.AddField(
            model_name="lettertemplate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("letter", "Letter of thanks"),
                    ("ministerial", "Letter from a minister"),
                    ("joint", "Letter of two who sign"),
                    ("household", "Letter to a household"),
                    ("late", "Late letter of thanks"),
                    ("certificate", "Certificate"),
                    ("reference", "Reference letter"),
                ],
                db_default="letter",
                default="letter",
                max_length=12,
                verbose_name="kind of document",
            ),
        ),
        migrations.RunSQL(LATE, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="lettertemplate",
            name="format",
            field=models.CharField(
                choices=[("standard", "As everyone"), ("easy_read", "Easy read")],
                db_default="standard",
                default="standard",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="lettertemplate",
            name="sibling_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="siblings",
                to="recognition.lettertemplate",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None), ("sibling_of__isnull", False)),
                fields=("sibling_of", "language", "format"),
                name="letter_template_one_sibling_of_a_sort",
                violation_error_message="These words have a version of this sort already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sibling_of", None),
                    models.Q(("sibling_of", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="letter_template_is_not_its_own_sibling",
            ),
        ),
        migrations.AddField(
            model_name="templateversion",
            name="follows",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recognition.templateversion",
            ),
        ),
    ]
