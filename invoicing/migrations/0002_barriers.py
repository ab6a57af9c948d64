"""The barriers of this room's tables: row-level security, composite foreign keys, audit."""

from django.db import migrations

from smart.foundation.rls import ProtectByCountry

# A transaction is balanced when it commits, has at least two entries, and one currency.
BALANCE = """
CREATE OR REPLACE FUNCTION smart_ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  total numeric; currencies integer;
BEGIN
  SELECT sum(e.amount), count(DISTINCT a.currency) INTO total, currencies
    FROM invoicing_ledgerentry e
    JOIN invoicing_ledgeraccount a ON a.id = e.account_id AND a.country_id = e.country_id
   WHERE e.country_id = NEW.country_id AND e.transaction_id = NEW.transaction_id;
  IF total <> 0 THEN
    RAISE EXCEPTION 'Ledger transaction % does not balance: its entries sum to %, expected 0.', NEW.transaction_id, total
      USING ERRCODE = 'check_violation';
  END IF;
  IF currencies > 1 THEN
    RAISE EXCEPTION 'Ledger transaction % mixes % currencies, expected one.', NEW.transaction_id, currencies
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON invoicing_ledgerentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION smart_ledger_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial"), ("foundation", "0002_barriers")]

    operations = [
        ProtectByCountry("Series"),
        ProtectByCountry("Invoice"),
        ProtectByCountry("InvoiceLine"),
        ProtectByCountry("LedgerAccount"),
        ProtectByCountry("LedgerTransaction", append_only=True),
        ProtectByCountry("LedgerEntry", append_only=True),
        ProtectByCountry("PayrollRun"),
        ProtectByCountry("RunLine"),
        ProtectByCountry("Payslip"),
        ProtectByCountry("TransferFile"),
        migrations.RunSQL(BALANCE, "DROP FUNCTION smart_ledger_balances() CASCADE"),
    ]
