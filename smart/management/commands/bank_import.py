"""manage.py bank_import: a bank's file (camt.053, CODA; pain.002) → statements kept and payments booked, told as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from countries.models import BankAccount
from invoicing.bank.detect import read_statements
from invoicing.bank.pain002 import is_status_report, read_status_report
from invoicing.bank.statement import Entry, Statement
from invoicing.models import TransferFile
from invoicing.rules.bank_import import Imported, import_statement, preview_statement
from invoicing.rules.bank_status import import_status, preview_status
from smart.foundation.actors import PORTAL
from smart.foundation.crypto import blind_index
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import all_countries, country


class Command(BaseCommand):
    """The country is found by the account, for an answer of the bank (pain.002) by the name of our file. The file is imported whole or not at all; a second time changes nothing."""

    help = "Imports a bank statement (camt.053, CODA) or the bank's answer to our file (pain.002); books what leaves no doubt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and keep nothing")
        parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        answer = answer_of(content, file_name=options["file"].name, is_rehearsal=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False, default=str))
        else:
            self._tell(answer)
        if "refused" in answer:
            raise CommandError(answer["refused"]["message"])

    def _tell(self, answer: dict[str, Any]) -> None:
        if "status_report" in answer:
            told = answer["status_report"]
            names = ", ".join(each["end_to_end"] for each in told["rejected"]) or "nothing"
            self.stdout.write(f"{told['transfer']}: {told['bank_status']}, rejected now: {names}")
        for each in answer["statements"]:
            known = "" if each.get("is_new", True) else " (already imported)"
            self.stdout.write(f"{each['format']} {each['account']} {each['number']}: {each['closing']}{known}")
            for entry in each["entries"]:
                self.stdout.write(f"  {entry['booked_on']} {entry['amount']:>12} {entry['name']} {entry['result']}")


def answer_of(content: bytes, *, file_name: str, is_rehearsal: bool) -> dict[str, Any]:
    """What the file says and what became of it; `refused` (code and sentence) when it was not imported."""
    answer: dict[str, Any] = {"file": file_name, "dry_run": is_rehearsal, "statements": []}
    try:
        if is_status_report(content):
            return answer | _status_answer(content, is_rehearsal=is_rehearsal)
        said = read_statements(content)
        answer["statements"] = [_told(statement) for statement in said]
        answer["country"] = where = _country_of(said)
        rule = preview_statement if is_rehearsal else import_statement
        with country(where["id"], by=PORTAL):
            done = rule(content, file_name=file_name, by=PORTAL, now=timezone.now())
            for told, imported in zip(answer["statements"], done, strict=True):
                _add_results(told, imported)
    except (RuleBroken, NotAllowed) as refused:
        answer["refused"] = {"code": getattr(refused, "code", "not_allowed"), "message": refused.message}
    return answer


def _status_answer(content: bytes, *, is_rehearsal: bool) -> dict[str, Any]:
    """What the bank answered to a file of ours, and the payments that are free again."""
    report = read_status_report(content)
    with all_countries(reason="find the country of a bank's answer"):
        found = TransferFile.objects.filter(message_id=report.original_id).select_related("country").first()
    if found is None:
        raise RuleBroken("unknown_file", f"The report is about “{report.original_id}”, which is no file of ours.")
    rule = preview_status if is_rehearsal else import_status
    with country(found.country_id, by=PORTAL):
        done = rule(content, by=PORTAL, now=timezone.now())
        status = {
            "transfer": done.transfer.message_id,
            "state": done.transfer.state,
            "bank_status": report.status,
            "rejected": [{"end_to_end": each.end_to_end, "reason": each.outcome_code} for each in done.rejected],
            "unknown": list(done.unknown),
        }
    return {"country": {"id": found.country_id, "code": found.country.code.code}, "status_report": status}


def _country_of(said: tuple[Statement, ...]) -> dict[str, Any]:
    """The one country whose accounts the statements are of. Raises RuleBroken("unknown_account")."""
    indexes = {blind_index(statement.account, purpose="iban"): statement.account for statement in said}
    with all_countries(reason="find the country of a bank statement"):
        rows = BankAccount.objects.filter(iban_index__in=indexes)
        found = {row.iban_index: (row.country_id, row.country.code.code) for row in rows.select_related("country")}
    unknown = [account for index, account in indexes.items() if index not in found]
    if unknown or len(set(found.values())) != 1:
        raise RuleBroken(
            "unknown_account",
            f"Account {', '.join(unknown or indexes.values())} is of no country here, or the file has accounts of several"
            " countries. Add the account to its legal entity first, or ask the bank for one file per country.",
        )
    ((key, code),) = set(found.values())
    return {"id": key, "code": code}


def _told(statement: Statement) -> dict[str, Any]:
    facts = {name: getattr(statement, name) for name in Statement.__slots__ if name != "entries"}
    return {**facts, "entries": [_entry(entry) for entry in statement.entries]}


def _entry(entry: Entry) -> dict[str, Any]:
    return {**{name: getattr(entry, name) for name in Entry.__slots__}, "result": ""}


def _add_results(told: dict[str, Any], imported: Imported) -> None:
    told |= {"is_new": imported.is_new, "gap": imported.gap}
    told |= {"matched": len(imported.matches), "waiting": len(imported.waiting)}
    by_key = {entry["key"]: entry for entry in told["entries"]}
    for match in imported.matches:
        by_key[match.entry.key] |= {"result": "matched", "invoice": match.invoice.number}
    for settled in imported.settled:
        kinds = settled.uses.order_by("pk").values_list("kind", flat=True)
        by_key[settled.key] |= {"result": "settled", "as": next(iter(kinds), "")}
    for waiting in imported.waiting:
        by_key[waiting.key] |= {"result": "waiting", "reason": waiting.wait_reason}
