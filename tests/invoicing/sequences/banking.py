"""What comes in: paid by hand or on a statement, short, too much, in another currency; what the bank keeps or takes back."""

from decimal import Decimal

from invoicing.models import BankEntry, ClientCredit, Invoice
from invoicing.rules import bank_entries, bank_fees, bank_returns, client_credits, payments, written_off
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO, round_to
from tests.invoicing.bank.entries import make_entry
from tests.invoicing.sequences.world import Step, World


class Banking(World):
    def pay(self, step: Step) -> None:
        """An amount that a person registers without a statement: refused when it is more than is open."""
        self._by_hand(step, step.amount)

    def pay_exactly(self, step: Step) -> None:
        self._by_hand(step, payments.open_amount(self.owing(step)))

    def pay_late(self, step: Step) -> None:
        """Part or all of a claim that was given up is paid after all."""
        invoice = self.invoice(step, "written_off")
        lost = written_off.recoverable(invoice) + payments.open_amount(invoice)
        self._by_hand(step, min(step.amount, lost), invoice=invoice)

    def arrive(self, step: Step) -> None:
        """An entry of any amount pays what is open; what is too much is kept for the client."""
        self._arrive(step, step.amount)

    def arrive_exactly(self, step: Step) -> None:
        self._arrive(step, payments.open_amount(self.owing(step)))

    def arrive_short(self, step: Step) -> None:
        """All but the cost of the transfer, which the cooperative or the activity bears."""
        invoice = self.owing(step)
        owed = payments.open_amount(invoice)
        self._arrive(step, owed - min(Decimal(step.cents % 900 + 1) / 100, owed))
        bearer = bank_fees.Bearer.ACTIVITY if step.pick % 2 else bank_fees.Bearer.COOPERATIVE
        bank_fees.close_short(invoice, bearer=bearer, on=step.on, by=self.accountant)

    def arrive_foreign(self, step: Step) -> None:
        """Paid in dollars: the bank counted a little more or less than what it settles."""
        invoice = self.owing(step)
        closes = payments.open_amount(invoice)
        booked = round_to(closes * Decimal(9_500 + step.cents % 1_000) / 10_000)
        entry = self._entry(booked, step, foreign_currency="USD", foreign_amount=round_to(booked * 2))
        facts = {"booked": booked, "closes": closes, "by": self.accountant, "now": self.now}
        self.once(lambda: bank_entries.match_foreign(entry, invoice=invoice, **facts))
        self.exchange[entry.pk] = closes - booked

    def arrive_for_nothing(self, step: Step) -> None:
        """Money of a client before any invoice."""
        entry, client = self._entry(step.amount, step), self.clients[step.pick % 2]
        self.once(lambda: client_credits.keep_on_account(entry, client=client, by=self.accountant, now=self.now))

    def divide(self, step: Step) -> None:
        """One entry pays two invoices."""
        found = self.invoices()
        self.choose(found[1:], step)
        pair = [self.choose(found, step), self.choose(found, Step(step.verb, pick=step.pick + 1))]
        parts = [(each, payments.open_amount(each)) for each in pair]
        entry = self._entry(sum((amount for _each, amount in parts), ZERO), step)
        self.once(lambda: bank_entries.divide_entry(entry, parts=parts, by=self.accountant, now=self.now))

    def bank_fee(self, step: Step) -> None:
        entry = self._entry(-step.amount, step)
        self.once(lambda: bank_fees.book_fee(entry, by=self.accountant, now=self.now))

    def keep_credited(self, step: Step) -> None:
        """What a credit note left over on a paid invoice."""
        over = [each for each in self.invoices() if payments.open_amount(each) < 0]
        invoice = self.choose(over, step)
        client_credits.keep_credited(invoice, on=step.on, by=self.accountant, now=self.now)

    def apply(self, step: Step) -> None:
        """What is kept for a client pays another invoice of theirs."""
        credit = self.choose(self.credits_left(), step)
        own = [each for each in self.invoices() if each.client_id == credit.client_id]
        invoice = self.choose([each for each in own if payments.open_amount(each) > 0], step)
        client_credits.apply_credit(credit, invoice=invoice, on=step.on, by=self.accountant, now=self.now)

    def take_back(self, step: Step) -> None:
        """The bank takes a payment back: all that it had done is undone."""
        original = self.choose([each for each in self.entries if each.amount > 0], step)
        entry = self._entry(-original.amount, step)
        facts = {"original": original, "by": self.accountant, "now": self.now}
        self.once(lambda: bank_returns.take_back(entry, **facts))
        self.exchange.pop(original.pk, None)

    def take_back_part(self, step: Step) -> None:
        """A return whose payment is on no statement here."""
        paid = [each for each in self.invoices() if payments.paid_amount(each) > 0]
        invoice = self.choose(paid, step)
        entry = self._entry(-min(step.amount, payments.paid_amount(invoice)), step)
        facts = {"invoice": invoice, "by": self.accountant, "now": self.now}
        self.once(lambda: bank_returns.take_back_from_invoice(entry, **facts))

    def credits_left(self) -> list[ClientCredit]:
        rows = list(ClientCredit.objects.select_related("client").order_by("pk"))
        left = client_credits.left_of(rows)
        return [each for each in rows if left[each.pk] > 0]

    def _by_hand(self, step: Step, amount: Decimal, *, invoice: Invoice | None = None) -> None:
        invoice, key = invoice or self.owing(step), f"cash-{sum(self.done.values())}"
        facts = {"amount": amount, "on": step.on, "key": key, "by": self.accountant}
        self.once(lambda: payments.record_payment(invoice, **facts))
        self.cash += amount

    def _arrive(self, step: Step, amount: Decimal) -> None:
        invoice = self.owing(step)
        entry = self._entry(amount, step)
        self.once(lambda: bank_entries.match_entry(entry, invoice=invoice, by=self.accountant, now=self.now))
        entry.refresh_from_db()
        if entry.state == "waiting":
            facts = {"client": invoice.client, "by": self.accountant, "now": self.now}
            self.once(lambda: client_credits.keep_on_account(entry, **facts))

    def _entry(self, amount: Decimal, step: Step, **facts: object) -> BankEntry:
        if not amount:
            raise RuleBroken("nothing_to_book")
        entry = make_entry(str(amount), booked_on=step.on, value_on=step.on, **facts)
        self.entries.append(entry)
        return entry
