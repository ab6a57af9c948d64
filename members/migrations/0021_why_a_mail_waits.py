"""Why a mail waits is kept as msgid and facts. Rows from before keep the words they have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0020_holds_for_court_cases")]

    operations = [migrations.AddField("inboundmail", "said", models.JSONField(blank=True, default=dict))]
