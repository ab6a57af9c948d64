"""Clients who do not pay: letters and interest, claims given up, the fund endowed; and money that moves, months that close."""

import datetime

from invoicing.models import Period, Reminder, WriteOff
from invoicing.rules import activity_moves, guarantee_fund, late_payment, periods, reminders, write_offs
from smart.foundation.errors import RuleBroken
from tests.invoicing.conftest import TODAY
from tests.invoicing.sequences.world import EARLY, Step, World


class Losses(World):
    def remind(self, step: Step) -> None:
        """The day's work some weeks later, twice: letters are proposed and sent."""
        sent = 0
        for weeks in (3, 6):
            on = TODAY + datetime.timedelta(weeks=weeks)
            reminders.propose_reminders(on=on, by=self.accountant)
            for letter in Reminder.objects.undecided().exclude(tone="formal").order_by("pk"):
                self.once(lambda letter=letter, on=on: reminders.send_reminder(letter, on=on, by=self.accountant))
                sent += 1
        if not sent:
            raise RuleBroken("nobody_to_remind")

    def pay_interest(self, step: Step) -> None:
        """Interest that letters claimed arrives beside the invoice."""
        claimed = [each for each in self.invoices() if late_payment.claimed_and_unpaid(each) > 0]
        invoice, key = self.choose(claimed, step), f"late-{sum(self.done.values())}"
        amount = min(step.amount, late_payment.claimed_and_unpaid(invoice))
        facts = {"amount": amount, "on": step.on, "key": key, "by": self.accountant}
        self.once(lambda: late_payment.record_late_charges(invoice, **facts))
        self.interest += amount

    def write_off(self, step: Step, *, reclaims_vat: bool = False) -> None:
        """Given up by one person, or by two above the country's limit."""
        invoice = self.invoice(step, "sent", "partly_paid", "disputed")
        facts = {"reason": "Bankrupt", "reclaims_vat": reclaims_vat, "proof": "Judgment", "on": step.on}
        made = write_offs.propose_write_off(invoice, by=self.accountant, **facts)
        if made.state == "proposed":
            self.once(lambda: write_offs.approve_write_off(made, on=step.on, by=self.second))

    def write_off_with_vat(self, step: Step) -> None:
        self.write_off(step, reclaims_vat=True)

    def reclaim_vat(self, step: Step) -> None:
        lost = self.choose(list(WriteOff.objects.done().order_by("pk")), step)
        self.once(lambda: write_offs.reclaim_vat(lost, proof="Judgment", on=step.on, by=self.accountant))

    def endow(self, step: Step) -> None:
        facts = {"amount": step.amount, "reason": "Assembly", "on": step.on}
        made = guarantee_fund.propose_endowment(by=self.accountant, **facts)
        self.once(lambda: guarantee_fund.approve_endowment(made, by=self.second))

    def move_money(self, step: Step) -> None:
        """From one member's activity to the other's, who consents."""
        source, target = self.activities if step.pick % 2 else self.activities[::-1]
        facts = {"target": target, "amount": step.amount, "reason": "Shared studio", "now": self.now}
        asked = activity_moves.request_move(source, by=self.member(source), **facts)
        self.once(lambda: activity_moves.consent_to_move(asked, by=self.member(target), now=self.now))
        self.once(lambda: activity_moves.approve_move(asked, on=step.on, by=self.accountant, now=self.now))

    def close_october(self, step: Step) -> None:
        facts = {"on": TODAY, "now": self.now}
        period = periods.ask_closing(EARLY, by=self.accountant, **facts)
        self.once(lambda: periods.confirm_closing(period, by=self.second, **facts))

    def reopen_october(self, step: Step) -> None:
        period = self.choose(list(Period.objects.filter(state="closed")), step)
        periods.ask_reopening(period, reason="A forgotten invoice", by=self.accountant, now=self.now)
        self.once(lambda: periods.confirm_reopening(period, by=self.second, now=self.now))
