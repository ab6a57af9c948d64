"""Sessions can be ended at once, and members found by the beginning of their legal name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0002_barriers")]

    operations = [
        migrations.AddField("user", "session_epoch", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "profile",
            "name_key",
            models.CharField(blank=True, db_collation="C", default="", editable=False, max_length=170),
            preserve_default=False,
        ),
        migrations.AddIndex("profile", models.Index(fields=["country", "name_key"], name="members_profile_name")),
    ]
