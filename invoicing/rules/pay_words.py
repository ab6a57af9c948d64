"""What a payslip is called when it is no ordinary pay, from what it keeps: the law's own word, or what it corrects."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.contract import Group
from invoicing.models import Payslip
from invoicing.models.payroll import RunKind


def pay_name(payslip: Payslip) -> str:
    """The name of one-off pay in the active language, "Correction of P-…", and "" for ordinary pay.

    The payslip comes with its line, and with what that corrects.
    """
    kind = payslip.line.kind
    if kind == RunKind.CORRECTION:
        return _("Correction of %(number)s") % {"number": payslip.line.corrects.number}
    if kind == RunKind.ONE_OFF:
        rows = [row for row in payslip.lines if row["group"] == Group.GROSS]
        label = rows[0]["label"] if rows else {"en": ""}
        return str(label.get(get_language() or "en") or label["en"])
    return ""
