"""What the cooperative buys for its members: suppliers' invoices received, borne by an activity, owed, taken back."""

from invoicing.models import SupplierInvoice
from invoicing.rules import supplier_booking, supplier_receiving, supplier_routing
from smart.foundation.money import CENT
from tests.invoicing.sequences.world import Step, World
from tests.invoicing.suppliers.world import ISSUED, PRINTER_IBAN, PrecedingInvoice, xml


class Purchases(World):
    bought = 0

    def buy(self, step: Step) -> None:
        """An invoice of the printer at 21 %, whose VAT is recovered whole or not at all."""
        self._book(step, step.cents // 20 + 1)

    def return_goods(self, step: Step) -> None:
        """A credit note over half of what was bought."""
        rows = SupplierInvoice.objects.filter(kind="invoice", state__in=["payable", "paid"]).order_by("pk")
        corrects = self.choose(list(rows), step)
        named = (PrecedingInvoice(number=corrects.number, issued_on=ISSUED),)
        facts = {"type_code": "381", "due_on": None, "preceding_invoices": named}
        self._book(step, int(corrects.net / CENT) // 2, corrects=corrects, **facts)

    def _book(self, step: Step, cents: int, *, corrects: SupplierInvoice | None = None, **facts: object) -> None:
        self.bought += 1
        net = cents * CENT
        vat = (net * 21 / 100).quantize(CENT)
        content = xml(str(net), str(vat), number=f"DV-2026-{self.bought}", **facts)
        (made,) = supplier_receiving.receive_file(content, name="invoice.xml", by=self.accountant, now=self.now)
        parts = [(self.activity(step), net + vat)]
        supplier_routing.route_invoice(made, parts=parts, by=self.accountant, now=self.now)
        recovered = corrects.vat_deducted > 0 if corrects else step.pick % 2
        approval = supplier_booking.Approval(vat_deducted=vat if recovered else 0 * CENT, iban=PRINTER_IBAN)
        about = {"approval": approval, "corrects": corrects, "on": step.on, "now": self.now}
        self.once(lambda: supplier_booking.approve_invoice(made, by=self.accountant, **about))
