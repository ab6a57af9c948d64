"""The journal leaves the books as CSV, XLSX and FEC: balanced, hashed, marked, and never all in memory."""

import csv
import datetime
import hashlib
import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from countries.models import Country, LegalEntity
from countries.rules.settings import approve_setting, enter_setting
from invoicing.models import ExportedTransaction, JournalExport, LedgerTransaction
from invoicing.queries import journal
from invoicing.queries.journal import Wanted, stream_lines
from invoicing.rules import journal_fec, ledger
from invoicing.rules.chart import numbering_of
from invoicing.rules.journal_export import ask_export
from members.models import Notification
from members.rules.documents import read_document
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import D, make_activity, make_country, staff_actor
from tests.invoicing.accounting.books import TODAY, book, invoiced, paid
from tests.invoicing.work_list import do_jobs

YEAR = {"first": datetime.date(2026, 1, 1), "last": datetime.date(2026, 12, 31)}


@pytest.fixture
def rik() -> Actor:
    return staff_actor("accounting")


@pytest.fixture
def france(db: None, clock: object) -> Iterator[Country]:
    where = make_country("FR")
    with enter(where):
        yield where


def exported(kind: str, by: Actor, **facts: object) -> tuple[JournalExport, bytes]:
    ask_export(**{"kind": kind, "is_only_new": False, "entity": None, "by": by, **YEAR, **facts})
    do_jobs("export_journal")
    made = JournalExport.objects.latest("pk")
    return made, read_document(made.document)


def test_the_csv_has_every_entry_with_what_stands_behind_it(activity, rik):
    invoice = invoiced(activity)

    made, content = exported("csv", rik)

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["account"], row["national_account"], row["debit"], row["credit"]) for row in rows] == [
        ("activity.available", f"4895-{activity.code}", "0.00", "1168.75"),
        ("clients.receivable", "400000", "1512.50", "0.00"),
        ("fee.income", "700000", "0.00", "81.25"),
        ("vat.payable", "451000", "0.00", "262.50"),
    ]
    assert {row["document"] for row in rows} == {invoice.number}
    assert {row["client"] for row in rows} == {"Huis van het Voorbeeld"}
    assert {row["member"] for row in rows} == {activity.membership.number}
    assert (made.debit, made.credit, made.line_count, made.transaction_count) == (D("1512.50"), D("1512.50"), 4, 1)
    assert made.sha256 == hashlib.sha256(content).hexdigest()


def test_the_xlsx_says_the_same_in_numbers(activity, rik):
    invoiced(activity)

    _made, content = exported("xlsx", rik)

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["transaction", "day", "booked_on"]
    assert sum(D(str(row[10].value)) for row in sheet.iter_rows(min_row=2)) == D("1512.50")
    assert sum(D(str(row[11].value)) for row in sheet.iter_rows(min_row=2)) == D("1512.50")


def test_only_what_is_new_is_exported_the_second_time(activity, rik):
    first = invoiced(activity)
    exported("csv", rik)
    with pytest.raises(RuleBroken, match="already exported"):
        ask_export(kind="csv", is_only_new=True, entity=None, by=rik, **YEAR)
    paid(first, "500.00")

    made, content = exported("csv", rik, is_only_new=True)

    assert (made.transaction_count, made.debit) == (1, D("500.00"))
    assert b"client_paid" not in content  # kinds are said in words
    assert b"Paiement" in content or b"Payment of a client" in content
    assert ExportedTransaction.objects.count() == 2


def test_everything_may_be_exported_again(activity, rik):
    paid(invoiced(activity), "500.00")
    exported("csv", rik)

    made, _content = exported("csv", rik, last=datetime.date(2026, 11, 30))

    assert made.transaction_count == 2


def test_asking_twice_for_the_same_books_makes_one_file(activity, rik):
    invoiced(activity)

    exported("csv", rik)
    exported("csv", rik)

    assert JournalExport.objects.count() == 1


def test_whoever_asked_is_told(activity, rik):
    invoiced(activity)

    made, _content = exported("csv", rik)

    assert made.file_name in Notification.objects.get(user_id=rik.user_id, event="export_ready").title


@pytest.mark.parametrize("role", ["adviser", "payroll"])
def test_only_accountants_export(activity, role):
    invoiced(activity)

    with pytest.raises(NotAllowed):
        ask_export(kind="csv", is_only_new=False, entity=None, by=staff_actor(role), **YEAR)


def test_nothing_booked_nothing_exported(inside, rik):
    with pytest.raises(RuleBroken, match="Nothing was booked"):
        ask_export(kind="csv", is_only_new=False, entity=None, by=rik, **YEAR)


def test_a_sheet_that_would_lose_lines_is_not_made(activity, rik, monkeypatch):
    invoiced(activity)
    monkeypatch.setattr("invoicing.rules.journal_export.SHEET", 3)

    with pytest.raises(RuleBroken, match="more lines than a sheet holds"):
        ask_export(kind="xlsx", is_only_new=False, entity=None, by=rik, **YEAR)


def test_an_export_cannot_be_changed(activity, rik):
    invoiced(activity)
    made, _content = exported("csv", rik)

    with pytest.raises(Exception, match=r"permission denied|append"), transaction.atomic():
        JournalExport.objects.filter(pk=made.pk).update(debit=D("1.00"), credit=D("1.00"))


def test_the_database_keeps_no_export_that_does_not_balance(activity, rik):
    invoiced(activity)
    made, _content = exported("csv", rik)
    made.pk, made.credit = None, D("1.00")

    with pytest.raises(IntegrityError, match="balances"), transaction.atomic():
        made.save(force_insert=True)


def test_a_number_of_our_own_counts_from_its_day_on(activity, inside, rik):
    invoiced(activity, on=datetime.date(2026, 11, 9))
    invoiced(activity)
    carla, dora = staff_actor("country_admin"), staff_actor("country_admin")
    rows = [{"account": "fee.income", "number": "705100", "name": "Contributions"}]
    entered = enter_setting(inside, key="chart.overrides", value=rows, since=TODAY, source="Our accountant", by=carla)
    approve_setting(entered, by=dora)

    _made, content = exported("csv", rik)

    fees = [row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))) if row["account"] == "fee.income"]
    assert [(row["day"], row["national_account"]) for row in fees] == [
        ("2026-11-09", "700000"),
        ("2026-11-10", "705100"),
    ]


@pytest.mark.parametrize(
    "row", [{"account": "no.such", "number": "1", "name": ""}, {"account": "bank", "number": "55;0", "name": ""}]
)
def test_a_number_that_cannot_work_is_refused(inside, row):
    with pytest.raises(RuleBroken) as refused:
        enter_setting(
            inside, key="chart.overrides", value=[row], since=TODAY, source="x", by=staff_actor("country_admin")
        )

    assert refused.value.field == "value"


def test_a_long_journal_is_read_in_bites(activity, rik, monkeypatch, django_assert_max_num_queries):
    invoice = invoiced(activity)
    for day in range(1, 10):
        paid(invoice, "1.00", on=datetime.date(2026, 11, day))
    monkeypatch.setattr(journal, "BITE", 5)
    wanted = Wanted(**YEAR)

    with django_assert_max_num_queries(
        11
    ):  # three bites (the last is empty): ids, entries, invoices, and once the entity
        lines = list(stream_lines(wanted))

    assert len(lines) == 4 + 18
    monkeypatch.setattr(journal, "BITE", 1000)
    with django_assert_max_num_queries(6):
        assert list(stream_lines(wanted)) == lines


# The FEC, against Livre des procédures fiscales art. A47 A-1


def fec(content: bytes) -> list[dict[str, str]]:
    """The file read as the administration does: tabulations, the heading first."""
    lines = content.decode("iso-8859-15").split("\r\n")
    assert lines[-1] == ""
    heading = lines[0].split("\t")
    assert heading == list(journal_fec.FIELDS)
    return [dict(zip(heading, line.split("\t"), strict=True)) for line in lines[1:-1]]


def amount(text: str) -> object:
    assert text.count(",") == 1
    assert "." not in text
    return D(text.replace(",", "."))


@pytest.fixture
def scic(france: Country) -> LegalEntity:
    return LegalEntity.objects.get(code="scic")


@pytest.fixture
def french_books(france: Country, scic: LegalEntity) -> list[dict[str, str]]:
    """Last year 1 000.00 was invoiced; this year 500.00 of it is paid and 2 000.00 invoiced, in another company 300.00."""
    activity = make_activity(france, entity=scic)
    show = make_activity(france, entity=LegalEntity.objects.get(code="shows"))
    first = invoiced(activity, "1000.00", on=datetime.date(2025, 12, 15))
    paid(first, "500.00", on=datetime.date(2026, 2, 3))
    invoiced(activity, "2000.00")
    invoiced(show, "300.00")
    made, content = exported("fec", staff_actor("accounting"), entity=scic)
    assert made.file_name == f"{scic.company_number}FEC20261231.txt"
    return fec(content)


def test_the_fec_balances_and_its_entries_too(french_books):
    entries: dict[str, object] = {}
    for row in french_books:
        moved = amount(row["Debit"]) - amount(row["Credit"])
        entries[row["EcritureNum"]] = entries.get(row["EcritureNum"], D(0)) + moved

    assert set(entries.values()) == {D("0.00")}


def test_the_fec_numbers_its_entries_without_a_gap_in_the_order_of_validation(french_books):
    numbers = [int(row["EcritureNum"]) for row in french_books]
    validated = [row["ValidDate"] for row in french_books if row["JournalCode"] != "AN"]

    assert numbers == sorted(numbers)
    assert set(numbers) == {1, 2, 3}
    assert validated == sorted(validated)


def test_the_fec_begins_with_the_balances_of_the_year_before(french_books):
    brought = [row for row in french_books if row["JournalCode"] == "AN"]

    assert french_books[: len(brought)] == brought
    found = {row["CompteNum"]: (row["Debit"], row["Credit"]) for row in brought}
    assert found == {  # 1 000.00, VAT reverse-charged; 8.5 % for the cooperative, carried forward as the result
        "411000": ("1000,00", "0,00"),
        "468100": ("0,00", "915,00"),
        "110000": ("0,00", "85,00"),
    }


def test_the_fec_names_clients_and_activities_as_auxiliary_accounts(french_books):
    sale = [row for row in french_books if row["JournalCode"] == "VE"]
    clients = [row for row in sale if row["CompteNum"] == "411000"]
    activities = [row for row in sale if row["CompteNum"] == "468100"]

    assert clients[0]["CompAuxNum"].startswith("C")
    assert clients[0]["CompAuxLib"] == "Huis van het Voorbeeld"
    assert activities[0]["CompAuxNum"].startswith("A")
    assert (clients[0]["Debit"], activities[0]["Credit"]) == ("2000,00", "1830,00")


def test_the_fec_says_journal_document_and_days(french_books):
    bank = next(row for row in french_books if row["JournalCode"] == "BQ")

    assert (bank["JournalLib"], bank["EcritureDate"], bank["PieceDate"], bank["ValidDate"]) == (
        "Banque",
        "20260203",
        "20260203",
        "20261110",
    )
    assert bank["PieceRef"].startswith("FR-2025-")


def test_another_company_of_the_country_is_not_in_the_file(french_books):
    assert "300,00" not in {row["Debit"] for row in french_books}


def test_an_account_has_the_number_of_its_day(france):
    numbering = numbering_of(france, language="fr")

    before, after = datetime.date(2024, 12, 31), datetime.date(2025, 1, 1)
    assert numbering.number(ledger.AVAILABLE, "A1", on=before) == "467100-A1"
    assert numbering.number(ledger.AVAILABLE, "A1", on=after) == "468100-A1"


def test_a_fec_is_a_french_file(inside, rik):
    belgian = LegalEntity.objects.get(is_default=True)

    with pytest.raises(RuleBroken, match="French file"):
        ask_export(kind="fec", is_only_new=False, entity=belgian, by=rik, **YEAR)


def test_a_fec_of_half_a_year_or_without_company_is_refused(france, scic, rik):
    half = {"first": datetime.date(2026, 1, 1), "last": datetime.date(2026, 6, 30)}
    facts = {"kind": "fec", "by": rik}

    with pytest.raises(RuleBroken, match="one whole year"):
        ask_export(entity=scic, is_only_new=False, **facts, **half)
    with pytest.raises(RuleBroken, match="SIREN of nine digits"):
        ask_export(entity=None, is_only_new=False, **facts, **YEAR)
    with pytest.raises(RuleBroken, match="always whole"):
        ask_export(entity=scic, is_only_new=True, **facts, **YEAR)


def test_a_word_cannot_break_a_record():
    assert journal_fec.fec_line(["a\tb", "c\r\nd", "e → f"]) == "a b\tc d\te -> f\r\n"


def test_france_sees_nothing_of_belgium(activity):
    book("be", [(ledger.BANK, None, D(1)), (ledger.AVAILABLE, activity, -D(1))], kind="x", subject=activity)

    with enter(make_country("FR")):
        assert LedgerTransaction.objects.count() == 0
        assert list(stream_lines(Wanted(**YEAR))) == []
