"""Titles, messages and notes of the portal itself are kept as msgid and facts. Rows from before keep the words they have."""

from django.db import migrations, models

TABLES = ("message", "sharemovement", "thread")


class Migration(migrations.Migration):
    dependencies = [("members", "0017_extending_the_month")]

    operations = [migrations.AddField(table, "said", models.JSONField(blank=True, default=dict)) for table in TABLES]
