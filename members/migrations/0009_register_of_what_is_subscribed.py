"""The register begins with what was subscribed and paid before it was kept."""

from django.db import migrations

FORWARDS = """
UPDATE members_sharesubscription SET state = 'paid' WHERE paid_on IS NOT NULL AND state = 'subscribed';
INSERT INTO members_sharemovement
       (country_id, number, kind, event, membership_id, subscription_id, "on", shares, nominal, paid, paid_by, category, note, at, by_label)
SELECT country_id, row_number() OVER (PARTITION BY country_id ORDER BY on_day, id, kind DESC), kind, kind || ':' || id,
       membership_id, id, on_day, shares, nominal, paid, paid_by, '', '', now(), ''
  FROM (SELECT country_id, id, membership_id, 'subscription' AS kind, subscribed_on AS on_day, count AS shares, nominal,
               0 AS paid, '' AS paid_by FROM members_sharesubscription
        UNION ALL
        SELECT country_id, id, membership_id, 'payment', paid_on, 0, nominal, count * nominal, 'bank'
          FROM members_sharesubscription WHERE paid_on IS NOT NULL) told;
INSERT INTO members_shareregister (country_id, last_number)
SELECT country_id, max(number) FROM members_sharemovement GROUP BY country_id;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0008_shares_register_and_leaving")]

    operations = [
        # not undone: the register is append-only, and 0008 takes the whole of it away
        migrations.RunSQL(FORWARDS, migrations.RunSQL.noop),
    ]
