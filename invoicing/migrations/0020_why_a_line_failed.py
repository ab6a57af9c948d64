"""Why the law's own check refused a pay is kept as msgid and facts. Rows from before keep the words they have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0019_shares_out_of_pay")]

    operations = [
        migrations.AddField("runline", "said", models.JSONField(blank=True, default=dict)),
    ]
