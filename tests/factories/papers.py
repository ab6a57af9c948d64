"""Approved payslips of every country, computed by its own pack from facts a member there would have."""

import datetime
import itertools
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from activities.models import Contract
from countries import registry
from countries.models import Country
from countries.pay_documents import result_document
from invoicing.models import PayrollRun, Payslip, RunLine
from invoicing.rules import pay_facts
from invoicing.rules.payslip_paper import BEHIND
from invoicing.rules.payslips import inputs_document, law_day
from members.models import Membership, Profile, TaxFile
from tests import people
from tests.factories.payroll import MONTH, make_contract

D = Decimal
_counter = itertools.count(1)


@dataclass(frozen=True)
class Case:
    """A person's pay in one country: kind, gross for five days of November 2026, and what the pack must be told."""

    kind: str
    gross: str
    language: str
    tax_file: dict[str, Any] = field(default_factory=dict)
    engagement: dict[str, Any] = field(default_factory=dict)
    function: str = "Muralist"


CASES = {
    "BE": Case("fixed_term", "808.44", "fr"),
    "FR": Case("performer", "900.00", "fr", engagement={"cachets": 5, "production_number": "10A2345678"}),
    "DE": Case(
        "fixed_term",
        "1100.00",
        "de",
        engagement={"fixed_term_reason": "nature", "reason_text": "Wandbild für eine Schule."},
    ),
    "AT": Case("fixed_term", "1200.00", "de"),
    "ES": Case("artist", "900.00", "es", engagement={"work_title": "Concierto de otoño"}),
    "IT": Case("show_fixed_term", "1000.00", "it"),
    "SE": Case("fixed_term", "12000.00", "sv"),
}
"""One ordinary person a country; languages are those of the law."""


def make_person(country: Country, case: Case, *, language: str = "") -> Membership:
    membership = people.make_member(country, f"Lina Example{next(_counter)}", language=language or case.language)
    if case.tax_file:
        TaxFile.objects.create(
            membership=membership,
            since=datetime.date(2026, 1, 1),
            answers=case.tax_file,
            entered_at=timezone.now(),
            entered_by_id=1,
        )
    return membership


def make_paper_contract(country: Country, case: Case, *, language: str = "", **facts: Any) -> Contract:
    """A signed contract of five days in November 2026."""
    membership = make_person(country, case, language=language)
    gross = D(case.gross)
    return make_contract(
        country,
        membership,
        kind=case.kind,
        gross=gross,
        budget=gross * 2,
        function=case.function,
        engagement=case.engagement,
        validated_at=datetime.datetime(2026, 11, 12, 9, 0, tzinfo=datetime.UTC),
        **facts,
    )


def make_payslip(country: Country, case: Case, *, language: str = "") -> Payslip:
    """An approved payslip, computed by the country's pack; its run is approved, its pay is not posted."""
    contract = make_paper_contract(country, case, language=language)
    number = next(_counter)
    profile = Profile.objects.get(membership=contract.membership)
    inputs = pay_facts.pay_inputs(
        country,
        kind=contract.kind,
        days=pay_facts.days_of(contract),
        on=law_day(MONTH),
        gross=contract.gross,
        membership_id=contract.membership_id,
        engagement=contract.engagement,
    )
    result = registry.pack_for(country.code.code).payslip(inputs)
    document = result_document(result)
    run = PayrollRun.objects.create(
        month=MONTH,
        sequence=number,
        state="posted",
        pay_on=datetime.date(2026, 12, 1),
        pack_version=result.pack_version,
        opened_by_id=1,
        opened_by_label="Petra Example",
        opened_at=timezone.now(),
        approved_by_id=2,
        approved_by_label="Paul Example",
        approved_at=datetime.datetime(2026, 11, 25, 9, 0, tzinfo=datetime.UTC),
    )
    line = RunLine.objects.create(run=run, contract=contract, month=MONTH, state="computed")
    assert profile.birth_date
    payslip = Payslip.objects.create(
        line=line,
        membership=contract.membership,
        contract=contract,
        number=f"P-2026-{number:06}",
        month=MONTH,
        currency=result.currency,
        gross=result.gross,
        employee_total=result.employee_total,
        tax_total=result.tax_total,
        net=result.net,
        employer_total=result.employer_total,
        provisions=result.provisions,
        employer_cost=result.employer_cost,
        inputs=inputs_document(inputs),
        lines=document["lines"],
        parameters=document["parameters"],
        notes=[{"code": note.code, "msgid": note.sentence(), "params": {}} for note in result.notes],
        pack_version=result.pack_version,
        promised_on=datetime.date(2026, 12, 1),
        pay_on=run.pay_on,
        computed_at=timezone.now(),
        is_approved=True,
    )
    return Payslip.objects.select_related(*BEHIND).get(pk=payslip.pk)
