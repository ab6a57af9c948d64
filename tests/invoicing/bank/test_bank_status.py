"""The bank's answer to our files, and salaries that come back: free for a new file, payroll told, paid again once."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from invoicing.models import PayrollRun, Payslip, TransferItem
from invoicing.queries.paid import paid_days
from invoicing.rules import bank_status, invariants, ledger, transfers
from invoicing.rules.bank_settling import settle_entry
from members.models import Notification
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country as enter
from tests import people
from tests.invoicing.bank.entries import SALARIES, make_entry
from tests.invoicing.conftest import NOON, TODAY

D = Decimal
REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-11-24T09:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{file}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>
{payments}</CstmrPmtStsRpt></Document>"""
ONE = (
    "<OrgnlPmtInfAndSts><OrgnlPmtInfId>{file}</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId>"
    "<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>"
)


@pytest.fixture
def told(mural_posted, be):
    return be


@pytest.fixture
def payroll(told):
    return people.as_staff(people.make_staff(told, "payroll", "Paula Payroll"), "payroll")


@pytest.fixture
def books(told):
    return people.as_staff(people.make_staff(told, "accounting", "Rik Books"), "accounting")


@pytest.fixture
def released(told, payroll, books):
    with enter(told):
        made = transfers.prepare_transfer(PayrollRun.objects.get(), by=payroll)
        yield transfers.release_transfer(made, by=books)


def report(transfer, *, group="<GrpSts>PART</GrpSts>", payments="", version="10"):
    return REPORT.format(file=transfer.message_id, group=group, payments=payments, version=version).encode()


def rejecting(transfer, **facts):
    name = transfer.items.get().end_to_end
    return report(transfer, payments=ONE.format(file=transfer.message_id, name=name), **facts)


@pytest.mark.parametrize("version", ["03", "10"])
def test_a_rejected_salary_is_free_for_a_new_file_and_payroll_is_told(told, released, books, payroll, version):
    answer = bank_status.import_status(rejecting(released, version=version), by=books, now=NOON)

    (item,) = answer.rejected
    assert (item.outcome, item.outcome_code, item.is_cancelled) == ("rejected", "AC04", True)
    assert answer.transfer.state == "cancelled"
    notice = Notification.objects.get(user_id=payroll.user_id, event="payment_back")
    assert "account is closed" in notice.text
    assert transfers.prepare_transfer(PayrollRun.objects.get(), by=payroll).total == D("703.31")
    assert not [fault for fault in invariants.broken_in_country() if not fault.startswith("I5")]


def test_the_same_report_twice_changes_nothing(released, books):
    content = rejecting(released)
    bank_status.import_status(content, by=books, now=NOON)
    before = list(TransferItem.objects.values_list())

    again = bank_status.import_status(content, by=books, now=NOON)

    assert again.rejected == ()
    assert list(TransferItem.objects.values_list()) == before


def test_an_accepted_file_is_only_noted(released, books):
    content = report(released, group="<GrpSts>ACCP</GrpSts>")

    answer = bank_status.import_status(content, by=books, now=NOON)

    assert (answer.transfer.state, answer.transfer.bank_status, answer.rejected) == ("released", "ACCP", ())


def test_a_file_rejected_whole_frees_everything(released, books):
    reason = "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>"

    answer = bank_status.import_status(report(released, group=reason), by=books, now=NOON)

    assert (answer.transfer.state, [item.outcome_code for item in answer.rejected]) == ("cancelled", ["FF01"])


def test_what_has_left_cannot_be_rejected(released, books):
    transfers.mark_executed(released, on=TODAY, by=books)

    with pytest.raises(RuleBroken, match="which left the account") as refused:
        bank_status.import_status(rejecting(released), by=books, now=NOON)

    assert refused.value.code == "already_booked"


def test_a_report_about_another_file_or_of_another_version_is_refused(released, books):
    with pytest.raises(RuleBroken, match="is no file of this country"):
        bank_status.import_status(
            rejecting(released).replace(released.message_id.encode(), b"OTHER"), by=books, now=NOON
        )
    with pytest.raises(RuleBroken, match="versions 3 and 10 are read"):
        bank_status.import_status(rejecting(released, version="11"), by=books, now=NOON)


def test_a_preview_rejects_nothing(released, books):
    seen = bank_status.preview_status(rejecting(released), by=books, now=NOON)

    assert len(seen.rejected) == 1
    assert not TransferItem.objects.filter(is_cancelled=True).exists()


def test_a_salary_that_comes_back_is_owed_and_paid_again(released, books, payroll):
    transfers.mark_executed(released, on=TODAY, by=books)
    slip = Payslip.objects.get()
    entry = make_entry("703.31", account=SALARIES, end_to_end=slip.number, reason_code="AC01")

    assert settle_entry(entry, by=books, now=NOON)

    run = PayrollRun.objects.get()
    assert run.state == "posted"
    assert paid_days([slip]) == {}
    assert ledger.account_balance("pay.net_payable") == D("-703.31")
    assert Notification.objects.filter(user_id=payroll.user_id, event="payment_back").count() == 1
    again = transfers.prepare_transfer(run, by=payroll)
    transfers.release_transfer(again, by=books)
    transfers.mark_executed(again, on=TODAY, by=books)
    run.refresh_from_db()
    assert (run.state, ledger.account_balance("pay.net_payable")) == ("paid", 0)
    assert paid_days([slip]) == {slip.pk: TODAY}
    assert not [fault for fault in invariants.broken_in_country() if not fault.startswith("I5")]


def test_the_command_knows_the_report_and_says_what_it_did(released, tmp_path):
    file = tmp_path / "answer.xml"
    file.write_bytes(rejecting(released))
    name = released.items.get().end_to_end
    out = io.StringIO()

    call_command("bank_import", str(file), "--dry-run", "--json", stdout=out)

    told = json.loads(out.getvalue())["status_report"]
    assert told["rejected"] == [{"end_to_end": name, "reason": "AC04"}]
    assert not TransferItem.objects.filter(is_cancelled=True).exists()


def test_the_command_refuses_a_report_about_nothing_of_ours(released, tmp_path):
    file = tmp_path / "answer.xml"
    file.write_bytes(rejecting(released).replace(released.message_id.encode(), b"OTHER"))

    with pytest.raises(CommandError, match="no file of ours"):
        call_command("bank_import", str(file), stdout=io.StringIO())
