"""The money of a member who leaves: what is still open, and their shares owed back through a file for the bank.

`open_money` is one of settings.CLEARANCE_CHECKS, `owe_shares` one of settings.LEAVING_STEPS. The register and the books
change together, when the bank has paid or the money came back.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity
from countries.identifiers import check_identifier
from invoicing.models import Invoice, Payable, Payslip, SupplierInvoice
from invoicing.models.payable import PayableKind
from invoicing.queries.balances import activity_balances
from invoicing.rules import ledger, pay_recovery, payables
from invoicing.states import InvoiceState, RunState, SupplierState
from members.models import Leaving, Membership, ShareMovement, ShareSubscription
from members.models.share import MovementKind, PaidBy
from members.queries import profile_of
from members.rules.leaving import Clearance, owed_at_the_end
from members.rules.share_register import holding_in, register
from members.states import ShareState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.states import move

SUPPLIERS_OVER = (SupplierState.PAID, SupplierState.REFUSED, SupplierState.CREDITED)
UNPAID = (InvoiceState.ISSUED, InvoiceState.SENT, InvoiceState.PARTLY_PAID, InvoiceState.DISPUTED)


def open_money(membership: Membership) -> list[Clearance]:
    """Balances at zero, invoices paid, purchases settled, nothing owed either way, pay on the account, an account to repay."""
    return [
        _balances(membership),
        _list(
            _("Invoices are paid"),
            [str(each) for each in Invoice.objects.filter(state__in=UNPAID, activity__membership_id=membership.pk)],
            "invoicing:invoice_list",
        ),
        _list(
            _("Invoices of suppliers are settled"),
            [
                each.number
                for each in SupplierInvoice.objects.of_user(membership.user_id).exclude(state__in=SUPPLIERS_OVER)
            ],
            "invoicing:purchase_list",
        ),
        _list(
            _("Nothing is owed back from pay"),
            [str(claim.payslip) for claim in pay_recovery.open_claims(membership.pk)],
            "invoicing:payslip_list",
        ),
        _list(
            _("All pay is on the account"), [str(slip) for slip in _unpaid_slips(membership)], "invoicing:payslip_list"
        ),
        _account(membership),
    ]


def owe_shares(leaving: Leaving, *, by: Actor) -> Payable | None:
    """Owe the member what they have paid in, by the day agreed; None when that is nothing."""
    member = leaving.membership
    amount, profile = owed_at_the_end(member), profile_of(member)
    if amount <= 0 or profile is None or leaving.repay_on is None:
        return None
    words = _("Shares of the cooperative, %(number)s") % {"number": member.number}
    return payables.create_payable(
        leaving,
        key=f"shares:{leaving.pk}",
        kind=PayableKind.SHARES,
        payee=payables.Payee(profile.legal_name, iban=profile.iban, remittance=words),
        amount=amount,
        due_on=leaving.repay_on,
        account=ledger.SHARES,
        by=by,
    )


def follow_paid(payable: Payable, *, by: Actor) -> None:
    """The bank has paid: the register says so and each subscription ends. Other payables are left alone."""
    leaving = _leaving_of(payable)
    if leaving is None:
        return
    for share in ShareSubscription.objects.filter(membership_id=leaving.membership_id).order_by("pk"):
        held = holding_in(share)
        if held.paid > 0:
            _register(leaving, share, kind=MovementKind.REPAYMENT, shares=-held.shares, paid=-held.paid, by=by)
            move(share, to=ShareState.ENDED, by=by, reason=payable.reference)


def follow_returned(payable: Payable, *, by: Actor) -> None:
    """The money came back: the member holds the shares again until they are repaid anew."""
    leaving = _leaving_of(payable)
    if leaving is None:
        return
    ended = ShareSubscription.objects.filter(membership_id=leaving.membership_id, state=ShareState.ENDED)
    for share in ended.order_by("pk"):
        last = ShareMovement.objects.filter(subscription=share).order_by("-number").first()
        if last is None or last.kind != MovementKind.REPAYMENT:
            continue
        _register(leaving, share, kind=MovementKind.RETURNED, shares=-last.shares, paid=-last.paid, by=by)
        state = ShareState.PAID if share.paid_on is not None else ShareState.PARTLY_PAID
        move(share, to=state, by=by, reason=payable.reference)


def _register(
    leaving: Leaving, share: ShareSubscription, *, kind: str, shares: int, paid: object, by: Actor
) -> ShareMovement:
    times = ShareMovement.objects.filter(subscription=share, kind=kind).count() + 1
    return register(
        kind=kind,
        event=f"{kind}:{leaving.pk}:{share.pk}:{times}",
        membership=leaving.membership,
        subscription=share,
        on=leaving.membership.country.local(timezone.now()).date(),
        nominal=share.nominal,
        shares=shares,
        paid=paid,
        paid_by=PaidBy.BANK,
        by=by,
    )


def _leaving_of(payable: Payable) -> Leaving | None:
    if payable.kind != PayableKind.SHARES or payable.subject_table != Leaving._meta.db_table:
        return None
    found: Leaving = Leaving.objects.select_related("membership__country").get(pk=payable.subject_id)
    return found


def _balances(membership: Membership) -> Clearance:
    activities = list(Activity.objects.filter(membership_id=membership.pk).order_by("pk"))
    balances = activity_balances(activities)
    found = [
        f"{activity}: {formats.money(balance.available + balance.reserved, balance.currency)}"
        for activity in activities
        for balance in [balances[activity.pk]]
        if balance.available or balance.reserved
    ]
    return _list(_("Nothing is left in the activities"), found, "activities:activity_list")


def _unpaid_slips(membership: Membership) -> list[Payslip]:
    rows = Payslip.objects.of_member(membership.pk).filter(net__gt=0).exclude(line__run__state=RunState.PAID)
    return list(rows.order_by("pk"))


def _account(membership: Membership) -> Clearance:
    label = _("There is an account to repay shares to")
    if owed_at_the_end(membership) <= 0:
        return Clearance(label, True)
    profile = profile_of(membership)
    usable = profile is not None and bool(profile.iban)
    if profile is not None and usable:
        usable = bool(check_identifier(profile.iban[:2], "iban", profile.iban).ok)
    return Clearance(label, usable, url=reverse("members:me_account"))


def _list(label: str, found: list[str], page: str) -> Clearance:
    return Clearance(label, not found, found=", ".join(found[:5]), url=reverse(page))
