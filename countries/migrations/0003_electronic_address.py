"""The electronic address and the telephone of a legal entity."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0002_barriers"),
    ]

    operations = [
        migrations.AddField(
            model_name="legalentity",
            name="endpoint_id",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="endpoint_scheme",
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="phone",
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
