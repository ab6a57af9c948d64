"""What the cooperative bills: invoices of one or two rates, with a deposit or without, credit notes, disputes."""

from invoicing.models import Dispute, GuaranteeDecision
from invoicing.rules import credit_lines, credit_notes, disputes, invoices
from smart.foundation.actors import PORTAL
from smart.foundation.money import CENT, split
from smart.foundation.states import move
from tests.factories.invoicing import WORK, make_mission, make_order
from tests.invoicing.sequences.world import Step, World

SERVICES = ("design", "copyright", "design")
"""In Belgium 21 %, 6 % and 21 %."""


class Billing(World):
    def issue(self, step: Step, *, deposit_share: int = 0) -> None:
        """An invoice of one to three lines; every second mission is guaranteed."""
        lines = min(step.pick % 3 + 1, step.cents)
        nets = split(step.amount, [3, 2, 1][:lines])
        client = self.clients[step.pick // 3 % 2]
        mission = make_mission(self.activity(step), client=client, amount=step.amount, ends_on=WORK[1])
        deposit = (step.amount * deposit_share / 4).quantize(CENT)
        planned = {} if deposit_share else {"invoice_on": step.on}
        parts = [(service, str(net)) for service, net in zip(SERVICES, nets, strict=False) if net]
        make_order(mission, *parts, deposit=deposit, **planned)
        self.missions.append(mission)
        answer = len(self.missions) % 2 == 1
        decided = {"conditions": [], "on": step.on, "at": self.now, "because": "asked"}
        GuaranteeDecision.objects.create(mission=mission, is_guaranteed=answer, **decided)
        made = self.once(lambda: invoices.follow_plan(mission, on=step.on, by=self.adviser))
        if step.pick % 2 and made[0].state == "issued":
            move(made[0], to="sent", by=PORTAL)

    def issue_deposit(self, step: Step) -> None:
        """A quarter, half, three quarters or all of it before the work."""
        self.issue(step, deposit_share=step.pick % 4 + 1)

    def issue_final(self, step: Step) -> None:
        mission = self.choose(self.missions, step)
        self.once(lambda: invoices.invoice_mission(mission, on=WORK[1], by=self.adviser))

    def send(self, step: Step) -> None:
        move(self.invoice(step, "issued"), to="sent", by=PORTAL)

    def credit_part(self, step: Step) -> None:
        self._credit(step, amount=step.amount)

    def credit_half(self, step: Step) -> None:
        left = credit_notes.creditable(self.invoice(step))
        self._credit(step, amount=(left / 2).quantize(CENT))

    def credit_paid(self, step: Step) -> None:
        """Half of a paid invoice is credited: the client has paid too much."""
        invoice = self.invoice(step, "paid")
        amount = (credit_notes.creditable(invoice) / 2).quantize(CENT)
        credit_notes.credit_invoice(invoice, amount=amount, reason="As agreed", on=step.on, by=self.accountant)

    def credit_lines(self, step: Step) -> None:
        lines = credit_lines.lines_left(self.invoice(step))
        self._credit(step, positions=[line.position for line in lines[: step.pick % 2 + 1]] or [1])

    def credit_all(self, step: Step) -> None:
        invoice = self.invoice(step)
        facts = {"reason": "All of it", "on": step.on, "by": self.accountant}
        self.once(lambda: credit_notes.credit_invoice(invoice, **facts))

    def dispute(self, step: Step) -> None:
        invoice = self.invoice(step)
        facts = {"words": "Not as agreed", "who": "Greet Klant", "on": step.on, "now": self.now}
        disputes.open_dispute(invoice, code="work", by=self.adviser, **facts)

    def answer(self, step: Step) -> None:
        said = self.choose(list(Dispute.objects.open().order_by("pk")), step)
        facts = {"outcome": "It stands", "on": step.on, "now": self.now}
        self.once(lambda: disputes.resolve_dispute(said, by=self.adviser, **facts))

    def _credit(self, step: Step, **what: object) -> None:
        facts = {"reason": "As agreed", "on": step.on, "by": self.accountant}
        credit_notes.credit_invoice(self.invoice(step), **facts, **what)
