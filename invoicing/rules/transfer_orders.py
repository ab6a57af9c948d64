"""Writing a file for the bank: from which account, on which day, whom, and the XML kept in the vault by its hash."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from countries.calendars import add_working_days, is_working_day
from countries.identifiers import check_identifier
from countries.models import BankAccount, Country
from countries.rules.settings import working_calendar
from invoicing import pain001
from invoicing.models import Payable, PayrollRun, Payslip, TransferFile, TransferItem
from invoicing.models.payable import PayableKind
from invoicing.models.transfer import TransferKind
from invoicing.rules.pay_withheld import owed_of
from members.models import Document, Profile
from members.rules.documents import issue_document
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken

KIND: Final = "transfer"
SALARIES: Final = "SALA"
SUPPLIERS: Final = "SUPP"


def write_file(
    where: Country,
    *,
    run: PayrollRun | None,
    message_id: str,
    execute_on: datetime.date,
    payments: Sequence[pain001.Payment],
    purpose: str,
    by: Actor,
) -> TransferFile:
    """The file as a row and as XML in the vault; its items are the caller's."""
    account = our_account(where, purpose="salar" if run is not None else "other")
    order = pain001.Order(
        message_id=message_id,
        created_at=where.local(timezone.now()),
        execute_on=execute_on,
        currency=where.currency,
        payer=_payer(where, account),
        payments=payments,
        purpose=purpose,
    )
    content = pain001.build_transfer(order)
    transfer: TransferFile = TransferFile.objects.create(
        kind=TransferKind.SALARIES if run is not None else TransferKind.PAYABLES,
        run=run,
        account=account,
        message_id=message_id,
        execute_on=execute_on,
        count=len(order.payments),
        total=order.total,
        currency=where.currency,
        sha256="",
        prepared_by_id=by.user_id or 0,
        prepared_at=timezone.now(),
    )
    transfer.sha256 = _keep(transfer, content, by=by).sha256
    transfer.save(update_fields=["sha256"])
    return transfer


def our_account(where: Country, *, purpose: str) -> BankAccount:
    """The account named for the purpose, else the default one. Raises RuleBroken("no_account")."""
    accounts = list(BankAccount.objects.select_related("entity").filter(currency=where.currency).order_by("id"))
    named = [account for account in accounts if purpose in account.name.lower()]
    chosen = next(iter([*named, *(a for a in accounts if a.is_default), *accounts]), None)
    if chosen is None:
        raise RuleBroken(
            "no_account", _("%(country)s has no bank account to pay from. Add one first.") % {"country": where}
        )
    return chosen


def execution_day(where: Country, wanted: datetime.date) -> datetime.date:
    """The wanted day, or the first working day from it or from today."""
    calendar, day = working_calendar(where), max(wanted, where.today())
    return day if is_working_day(day, calendar) else add_working_days(day, 1, calendar)


def salary_payments(slips: Sequence[Payslip]) -> list[pain001.Payment]:
    """One payment per payslip. Raises RuleBroken("accounts_missing") that names those which cannot be paid."""
    profiles = profiles_of(slips)
    without = sorted({str(slip.number) for slip in slips if not is_usable(profiles.get(slip.membership_id))})
    if without:
        raise RuleBroken(
            "accounts_missing",
            _("These payslips have no usable bank account: %(numbers)s. Complete the members' data, then try again.")
            % {"numbers": ", ".join(without)},
        )
    owed = owed_of(slips)
    return [
        pain001.Payment(
            end_to_end=slip.number,
            name=profiles[slip.membership_id].legal_name,
            iban=profiles[slip.membership_id].iban,
            amount=owed[slip.pk],
            remittance=f"{slip.number} {slip.month:%Y-%m}",
        )
        for slip in slips
    ]


def payable_payments(payables: Iterable[Payable]) -> list[pain001.Payment]:
    return [
        pain001.Payment(
            end_to_end=each.reference,
            name=each.payee_name,
            iban=each.iban,
            amount=each.amount,
            remittance=each.remittance or each.reference,
            bankgiro=each.bankgiro,
            structured=each.structured,
        )
        for each in payables
    ]


def purpose_of(payables: Iterable[Payable]) -> str:
    """Suppliers' payments say so when the file has nothing else; refunds and expenses have no category."""
    return SUPPLIERS if {each.kind for each in payables} == {PayableKind.SUPPLIER} else ""


def items_of(transfer: TransferFile, slips: Iterable[Payslip], payables: Iterable[Payable]) -> list[TransferItem]:
    """The rows of the file, one per payment."""
    paid = list(slips)
    owed = owed_of(paid)
    made = [TransferItem(transfer=transfer, payslip=s, amount=owed[s.pk], end_to_end=s.number) for s in paid]
    made += [
        TransferItem(transfer=transfer, payable=each, amount=each.amount, end_to_end=each.reference)
        for each in payables
    ]
    return TransferItem.objects.bulk_create(made)


def profiles_of(slips: Iterable[Payslip]) -> dict[int, Profile]:
    found = Profile.objects.filter(membership_id__in={slip.membership_id for slip in slips})
    return {profile.membership_id: profile for profile in found}


def is_usable(profile: Profile | None) -> bool:
    """Whether the member has an account that can be paid to."""
    if profile is None or not profile.iban:
        return False
    return bool(check_identifier(profile.iban[:2], "iban", profile.iban).ok)


def _payer(where: Country, account: BankAccount) -> pain001.Payer:
    entity = account.entity
    return pain001.Payer(
        name=entity.name,
        company_number=entity.company_number,
        town=entity.city,
        country=where.code.code,
        iban=account.iban,
        bic=account.bic,
    )


def _keep(transfer: TransferFile, content: bytes, *, by: Actor) -> Document:
    return issue_document(
        subject=transfer,
        kind=KIND,
        title=f"{transfer.message_id}.xml",
        content=content,
        language="",
        retention_class="accounting",
        by=by,
        suffix=".xml",
        content_type="application/xml",
    )
