"""The last day of a work permit that an adviser has seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0004_papers_of_the_person")]

    operations = [
        migrations.AddField("profile", "may_work_until", models.DateField(blank=True, null=True)),
    ]
