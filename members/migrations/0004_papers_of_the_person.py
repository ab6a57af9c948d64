"""What payslips, contracts and declarations ask of a person besides: place of birth, sex, a second number."""

from django.db import migrations, models

from smart.foundation.crypto import SealedTextField


class Migration(migrations.Migration):
    dependencies = [("members", "0003_session_epoch_and_name_key")]

    operations = [
        migrations.AddField(
            "profile", "birth_place", models.CharField(blank=True, default="", max_length=120), preserve_default=False
        ),
        migrations.AddField(
            "profile",
            "sex",
            models.CharField(
                blank=True,
                choices=[("F", "Female"), ("M", "Male"), ("X", "Neither, or not stated")],
                default="",
                max_length=1,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "profile",
            "social_security_number",
            SealedTextField(blank=True, db_column="social_security_number_sealed", default=""),
            preserve_default=False,
        ),
    ]
