"""Mails that carry papers of the vault."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_right_to_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="attachments",
            field=models.JSONField(default=list),
        ),
    ]
