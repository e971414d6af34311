"""Each letter knows its words, language and format; so far all took those of their campaign."""

import django.db.models.deletion
from django.db import migrations, models

# A sent letter stays as it is (LET-2): this says of it what was so, and nothing new.
FILL = """
ALTER TABLE recognition_letter DISABLE TRIGGER sent_letter_is_final;
UPDATE recognition_letter letter
    SET template_version_id = campaign.template_version_id, language = template.language
    FROM recognition_campaign campaign
    JOIN recognition_templateversion version ON version.id = campaign.template_version_id
    JOIN recognition_lettertemplate template ON template.id = version.template_id
    WHERE campaign.id = letter.campaign_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE recognition_letter ENABLE TRIGGER sent_letter_is_final;
"""


def words(**fields):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="recognition.templateversion",
        **fields,
    )


class Migration(migrations.Migration):
    dependencies = [("recognition", "0013_siblings_of_templates")]
    operations = [
        migrations.AddField("letter", "template_version", words(null=True)),
        migrations.AddField(
            model_name="letter",
            name="language",
            field=models.CharField(
                choices=[("en", "English"), ("cy", "Welsh")],
                db_default="en",
                default="en",
                max_length=2,
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="format",
            field=models.CharField(
                choices=[
                    ("standard", "As everyone"),
                    ("large_print", "Large print"),
                    ("easy_read", "Easy read"),
                    ("plain_email", "Plain email, without attachments"),
                ],
                db_default="standard",
                default="standard",
                max_length=12,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("letter", "template_version", words()),
        migrations.AddField(
            model_name="campaign",
            name="other_versions",
            field=models.ManyToManyField(related_name="+", to="recognition.templateversion"),
        ),
    ]
