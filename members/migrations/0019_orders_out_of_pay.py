"""Written orders to take shares out of pay. What was agreed before on the page of shares stands as an order of that day."""

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry

FORWARDS = """
INSERT INTO members_sharepayword (country_id, subscription_id, is_order, version, language, at, ip)
SELECT country_id, id, true, '', '', pay_agreed_at, '' FROM members_sharesubscription WHERE pay_agreed_at IS NOT NULL
 ORDER BY pay_agreed_at;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("members", "0018_words_of_the_portal"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharePayWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_order", models.BooleanField()),
                ("version", models.CharField(blank=True, max_length=20)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
                ("ip", models.CharField(blank=True, max_length=64)),
                (
                    "country",
                    models.ForeignKey(
                        db_index=False,
                        default=smart.foundation.tenancy.entered_country_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.country",
                    ),
                ),
                (
                    "subscription",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_words",
                        to="members.sharesubscription",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["country", "subscription", "-id"], name="members_sharepayword_last"),
                ],
            },
        ),
        # undone with the table
        migrations.RunSQL(FORWARDS, migrations.RunSQL.noop),
        ProtectByCountry("SharePayWord", append_only=True),
    ]
