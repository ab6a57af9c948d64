"""What arrives from outside: the bank's statements, days that pass, money that came too much."""

import datetime
from decimal import Decimal
from itertools import count
from typing import Any, Final

from django.utils import timezone

from countries.models import BankAccount
from invoicing.models import BankEntry, Invoice
from invoicing.rules import bank_import, client_credits, reminders
from invoicing.rules.payables import Payee
from smart.foundation.actors import Actor
from smart.foundation.money import ZERO
from smart.stories.world import World

Facts = dict[str, Any]
SPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def read_statement(world: World, by: Actor, facts: Facts) -> None:
    """Write a camt.053 file with the entries of the story, and import it as an accountant would."""
    file = _camt(facts["entries"], on=world.where.today())
    bank_import.import_statement(file.encode(), file_name="statement.xml", by=by, now=timezone.now())


def pay_back(world: World, by: Actor, facts: Facts) -> None:
    """Keep for a client the entry of theirs that waits, then owe the money back."""
    entry = BankEntry.objects.waiting().get(name=facts["of"], amount=facts["amount"])
    client = world.clients[facts["of"]]
    kept = client_credits.keep_on_account(entry, client=client, by=by, now=timezone.now())
    due_on = world.where.today() + datetime.timedelta(days=7)
    payee = Payee(name=client.name, iban=facts["iban"], remittance=f"{client.name}: paid twice")
    client_credits.refund_credit(kept, amount=kept.amount, payee=payee, due_on=due_on, by=by, now=timezone.now())


def look_for_unpaid(world: World, by: Actor, facts: Facts) -> None:
    reminders.propose_reminders(on=world.where.today(), by=by)


def _camt(entries: list[dict[str, str]], *, on: datetime.date) -> str:
    account = BankAccount.objects.filter(is_default=True).order_by("pk")[0]
    total = sum((Decimal(entry["amount"]) for entry in entries), ZERO)
    numbers = count(1)
    told = "".join(_entry(entry, number=next(numbers), on=on, currency=account.currency) for entry in entries)
    return (
        f'<Document xmlns="{SPACE}"><BkToCstmrStmt><GrpHdr><MsgId>STORY-{on}</MsgId></GrpHdr><Stmt><Id>{on}</Id>'
        f"<CreDtTm>{on}T20:00:00+01:00</CreDtTm>"
        f"<Acct><Id><IBAN>{account.iban}</IBAN></Id><Ccy>{account.currency}</Ccy></Acct>"
        f"{_balance('OPBD', ZERO, on=on, currency=account.currency)}"
        f"{_balance('CLBD', total, on=on, currency=account.currency)}{told}</Stmt></BkToCstmrStmt></Document>"
    )


def _balance(code: str, amount: Decimal, *, on: datetime.date, currency: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>"
    )


def _entry(entry: dict[str, str], *, number: int, on: datetime.date, currency: str) -> str:
    """Money that came in, with the payment reference of the client's invoice or with free words."""
    says = f"<Ustrd>{entry.get('says', '')}</Ustrd>"
    if "of" in entry:
        invoice = Invoice.objects.exclude(number="").filter(client__name=entry["of"]).latest("pk")
        says = f"<Strd><CdtrRefInf><Ref>{invoice.payment_reference}</Ref></CdtrRefInf></Strd>"
    return (
        f'<Ntry><Amt Ccy="{currency}">{entry["amount"]}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>STORY-{on}-{number}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<RltdPties><Dbtr><Pty><Nm>{entry['name']}</Nm></Pty></Dbtr></RltdPties><RmtInf>{says}</RmtInf>"
        f"</TxDtls></NtryDtls></Ntry>"
    )
