"""What the country's law asks about the work itself, answered when the contract is made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_declarations_and_new_terms")]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="engagement",
            field=models.JSONField(default=dict),
        ),
    ]
