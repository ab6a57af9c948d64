"""Reasons of the portal itself are kept as msgid and facts. Rows from before keep the words they have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_the_door_of_erasure")]

    operations = [
        migrations.AddField("statechange", "said", models.JSONField(blank=True, default=dict)),
    ]
