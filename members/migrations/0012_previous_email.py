"""The address a person had before, which hears of changes of their account for a while."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0011_my_data"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="email_changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="previous_email",
            field=models.EmailField(blank=True, max_length=254),
        ),
    ]
