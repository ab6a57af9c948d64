"""Money on its way to members: files for the bank that are written and not yet executed, and accounts changed before."""

from django.db.models import QuerySet

from invoicing.models import TransferFile, TransferItem
from invoicing.states import TransferState
from members.models import AccountChange, Membership
from members.rules.accounts import PaymentUnderWay, changes_before, changes_of

OPEN = frozenset({TransferState.PREPARED, TransferState.RELEASED})


def payments_under_way(membership: Membership) -> list[PaymentUnderWay]:
    """The member's pay in files not yet executed, with the account each file was written with."""
    items = list(
        TransferItem.objects.filter(
            payslip__membership_id=membership.pk, transfer__state__in=OPEN, is_cancelled=False
        ).select_related("transfer")
    )
    changes = list(changes_of(membership).order_by("id")) if items else []
    return [
        PaymentUnderWay(account_end=after.before_end, execute_on=item.transfer.execute_on)
        for item in items
        for after in [next((each for each in changes if each.at >= item.transfer.prepared_at), None)]
        if after is not None
    ]


def changed_accounts(transfer: TransferFile) -> QuerySet[AccountChange]:
    """Changes of the paid members' accounts in the days before the file was written."""
    paid = TransferItem.objects.filter(transfer_id=transfer.pk, payslip__isnull=False)
    return changes_before(paid.values_list("payslip__membership_id", flat=True), at=transfer.prepared_at)
