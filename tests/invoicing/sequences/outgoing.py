"""What goes out: clients refunded, salaries paid, each through a file for the bank, each booked, rejected or come back."""

import datetime
from decimal import Decimal

from activities.models import Contract
from activities.states import ContractState
from invoicing.models import BankEntry, Payable, PayrollRun, TransferFile, TransferItem
from invoicing.rules import bank_outgoing, bank_returns, client_credits, payables, payroll, posting, transfers
from smart.foundation.actors import PORTAL
from smart.foundation.states import move
from tests.factories.payroll import MONTH
from tests.invoicing.bank.entries import make_entry
from tests.invoicing.sequences.banking import Banking
from tests.invoicing.sequences.world import Step
from tests.invoicing.work_list import do_jobs
from tests.people import belgian_iban

DUE = datetime.date(2026, 11, 12)


class Outgoing(Banking):
    def refund(self, step: Step) -> None:
        """Part or all of what is kept for a client is owed back."""
        credit = self.choose(self.credits_left(), step)
        left = client_credits.left_of([credit])[credit.pk]
        payee = payables.Payee(name=credit.client.name, iban=belgian_iban(373), remittance="Refund")
        facts = {"amount": min(step.amount, left), "payee": payee, "due_on": DUE, "now": self.now}
        client_credits.refund_credit(credit, by=self.accountant, **facts)

    def cancel_refund(self, step: Step) -> None:
        payable = self.choose(list(Payable.objects.to_pay().order_by("pk")), step)
        self.once(lambda: payables.cancel_payable(payable, reason="Wanted otherwise", by=self.accountant))

    def pay_out(self, step: Step) -> None:
        """Everything that waits goes into one file and to the bank."""
        waiting = list(Payable.objects.to_pay().values_list("pk", flat=True))
        self.choose(waiting, step)
        transfer = transfers.prepare_payables(waiting, on=DUE, by=self.accountant)
        self.once(lambda: transfers.release_transfer(transfer, by=self.second))

    def run_payroll(self, step: Step) -> None:
        """Every contract that is signed is computed, approved and posted."""
        self.choose([each for each in self.contracts if self._state_of(each) == ContractState.SIGNED], step)
        run = payroll.open_run(month=MONTH, by=self.payroll)
        payroll.start_computing(run, by=self.payroll)
        do_jobs("compute_lines")
        self.once(lambda: payroll.approve_run(run, by=self.releasing))
        do_jobs("post_lines")
        for line_id in run.lines.values_list("pk", flat=True):
            self.again.append(lambda line_id=line_id: posting.post_line(line_id))
        self.again.append(lambda: posting.close_posting(run.pk))

    def pay_salaries(self, step: Step) -> None:
        run = self.choose(list(PayrollRun.objects.filter(state="posted").order_by("pk")), step)
        transfer = transfers.prepare_transfer(run, by=self.payroll)
        self.once(lambda: transfers.release_transfer(transfer, by=self.releasing))

    def withdraw_file(self, step: Step) -> None:
        transfer = self.choose(self._files("released"), step)
        self.once(lambda: transfers.cancel_transfer(transfer, reason="Wrong day", by=self.accountant))

    def bank_books_file(self, step: Step) -> None:
        """The bank's statement says that a file has left, all of it at once."""
        transfer = self.choose(self._files("released"), step)
        entry = self._outgoing_entry(transfer, -transfer.total, step)
        facts = {"transfer": transfer, "by": self.accountant, "now": self.now}
        self.once(lambda: bank_outgoing.book_file(entry, **facts))

    def bank_books_payment(self, step: Step) -> None:
        """The bank's statement names one payment of a file."""
        rows = TransferItem.objects.filter(transfer__state="released", is_cancelled=False, booked_on__isnull=True)
        item = self.choose(list(rows.select_related("transfer").order_by("pk")), step)
        entry = self._outgoing_entry(item.transfer, -item.amount, step)
        self.once(lambda: bank_outgoing.book_item(entry, item=item, by=self.accountant, now=self.now))

    def payment_comes_back(self, step: Step) -> None:
        """A refund or a salary comes back: it is owed again."""
        rows = TransferItem.objects.filter(is_cancelled=False, booked_on__isnull=False)
        item = self.choose(list(rows.select_related("transfer").order_by("pk")), step)
        entry = self._outgoing_entry(item.transfer, item.amount, step)
        self.once(lambda: bank_returns.take_payout_back(entry, item=item, by=self.accountant, now=self.now))

    def sign(self, step: Step) -> None:
        """A contract asked for goes its way to the second signature."""
        asked = [each for each in self.contracts if self._state_of(each) == ContractState.SUBMITTED]
        contract = self.choose(asked, step)
        for state in (ContractState.VALIDATED, ContractState.DECLARED, ContractState.SIGNED):
            move(contract, to=state, by=PORTAL)

    @staticmethod
    def _state_of(contract: Contract) -> str:
        contract.refresh_from_db()
        return contract.state

    def _files(self, state: str) -> list[TransferFile]:
        return list(TransferFile.objects.filter(state=state).order_by("pk"))

    def _outgoing_entry(self, transfer: TransferFile, amount: Decimal, step: Step) -> BankEntry:
        account = transfer.account.iban
        return make_entry(str(amount), account=account, booked_on=step.on, value_on=step.on)
