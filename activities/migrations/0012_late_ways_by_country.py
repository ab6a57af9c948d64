"""A late declaration has the ways of its country's law, and an adviser's answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0011_teams")]

    operations = [
        migrations.AlterField(
            model_name="latestatement",
            name="way",
            field=models.CharField(
                choices=[
                    ("coming", "Declare only the days still ahead"),
                    ("late", "Ask to declare these days late, with their true dates"),
                    ("own_invoice", "Cancel here and invoice the work myself"),
                    ("fee_note", "Cancel here and write a fee note of my own"),
                    ("rights", "Cancel here and license the rights myself"),
                    ("occasional", "Cancel here and bill it as occasional work"),
                    ("ask", "Ask my adviser"),
                    ("granted", "The late declaration is granted"),
                    ("declined", "The late declaration is declined"),
                ],
                max_length=12,
            ),
        ),
    ]
