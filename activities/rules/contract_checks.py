"""The country's checks of a contract: the facts they look at, the findings they leave."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from activities import place
from activities.findings import is_blocking, sentence, to_stored
from activities.models import Contract, WorkingDay
from activities.place import entered_country, pack_of
from activities.rules import late_decisions
from activities.rules.late_ways import ATTESTATION
from countries.contract import ContractFacts, Finding, LawError, gettext_noop
from countries.models import Country
from countries.rules.settings import setting_value, setting_values
from members.free_movement import may_work_until
from members.models import Document
from members.queries import profile_of, tax_answers
from smart.foundation.errors import RuleBroken

ASK: Final = gettext_noop("The cooperative's payroll must renew these values first; ask your adviser.")
LOOKED_BACK: Final = timedelta(days=5 * 366)
"""The longest any of our countries looks back (SE: five years, lagen om anställningsskydd 5 a §)."""
Stored = dict[str, Any]


@transaction.atomic
def check_contract(contract: Contract, *, now: datetime) -> list[Stored]:
    """Run the checks and keep what they found on the contract (also when it then is refused)."""
    found = find(contract, country=entered_country(), now=now)
    contract.findings = found
    Contract.objects.filter(pk=contract.pk).update(findings=found)
    return found


def find(contract: Contract, *, country: Country, now: datetime) -> list[Stored]:
    """What the pack's checks say of the contract, as plain values; nothing is changed.

    A law that does not know the day yet (its values wait for review) blocks too: nothing is checked by guess.
    """
    facts = contract_facts(contract, country=country, now=now)
    try:
        return [to_stored(finding) for finding in pack_of(country).contract_checks(facts)]
    except LawError as unknown:
        return [to_stored(Finding(unknown.code, "blocks", unknown.msgid, unknown.params, ASK))]


def refuse_blocked(found: Sequence[Stored]) -> None:
    """Raise RuleBroken("contract_blocked") with every blocking sentence and its way out."""
    blocking = [finding for finding in found if is_blocking(finding)]
    if blocking:
        raise RuleBroken(
            "contract_blocked",
            " ".join(sentence(finding) for finding in blocking),
            findings=[finding["code"] for finding in blocking],
        )


def contract_facts(contract: Contract, *, country: Country, now: datetime) -> ContractFacts:
    """Gather what the checks look at. Instants come from the server's clock and the country's zone."""
    profile = profile_of(contract.membership)
    time = _time(contract)
    starts_at, declared_at = _starts_at(contract, country), _declared_at(contract, now=now)
    cost = contract.preview.get("employer_cost")
    return ContractFacts(
        country=country.code.code,
        on=contract.ends_on,
        kind=contract.kind,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        starts_at=starts_at,
        declared_at=declared_at,
        is_late_granted=declared_at >= starts_at and _is_late_granted(contract),
        gross=contract.gross,
        cost=Decimal(str(cost)) if cost else contract.budget,
        available=contract.budget,
        days=time["days"],
        possible_days=time["possible_days"],
        hours=contract.hours,
        full_time_hours=time["full_time_hours"],
        birth_date=profile.birth_date if profile else None,
        signed_at=None,
        function=contract.function,
        others=other_contracts(contract),
        has_art_work_attestation=_has_paper(contract, ATTESTATION),
        has_right_to_work=may_work_until(profile, contract.ends_on),
        sector_minimum=_sector_minimum(country, on=contract.starts_on),
        checked_at=now,
        settings=setting_values(country, on=contract.starts_on),
        engagement=contract.engagement,
        tax_file=tax_answers(contract.membership_id, contract.ends_on),
    )


def other_contracts(contract: Contract) -> tuple[tuple[str, date, date | None], ...]:
    """The person's other living contracts that touch these days, and those of the years before.

    The law counts chains of contracts as far back as `LOOKED_BACK`. Two contracts whose dates interleave without sharing
    a working day do not overlap, so such a one is left out. One query, however many there are.
    """
    near = Q(ends_on__gte=contract.starts_on - LOOKED_BACK, starts_on__lte=contract.ends_on)
    others = Contract.objects.alive().filter(near, membership_id=contract.membership_id).exclude(pk=contract.pk)
    own = WorkingDay.objects.filter(contract_id=contract.pk).values("day")
    shared = WorkingDay.objects.filter(contract_id=OuterRef("pk"), day__in=own)
    found = others.filter(Q(ends_on__lt=contract.starts_on) | Exists(shared)).order_by("starts_on", "id")
    return tuple(found.values_list("reference", "starts_on", "ends_on"))


def lock_contracts_of(membership_id: int) -> None:
    """Lock the person's living contracts, oldest first, so that two validations see each other."""
    rows = Contract.objects.alive().filter(membership_id=membership_id).order_by("id")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def weekdays_of_month(day: date) -> Decimal:
    """The Mondays to Fridays of the day's month: what a full-time month of five-day weeks can hold."""
    first = day.replace(day=1)
    days = (first + timedelta(days=offset) for offset in range(31))
    return Decimal(sum(1 for each in days if each.month == day.month and each.weekday() < 5))


def _time(contract: Contract) -> dict[str, Decimal | None]:
    """The time behind the price: as the books computed it, otherwise days of the month."""
    known = contract.preview.get("inputs") or {}

    def read(name: str) -> Decimal | None:
        return Decimal(str(known[name])) if known.get(name) not in {None, ""} else None

    if known.get("full_time_hours"):
        return {"days": contract.days, "possible_days": None, "full_time_hours": read("full_time_hours")}
    possible = read("possible_days") or weekdays_of_month(contract.starts_on)
    return {"days": contract.days, "possible_days": possible, "full_time_hours": None}


def _sector_minimum(country: Country, *, on: date) -> Decimal | None:
    """The lowest monthly pay at full time of the collective agreement, as the cooperative entered it."""
    value = setting_value(country, "pay.sector_minimum", on=on, default=None)
    return Decimal(str(value)) if value is not None else None


def _declared_at(contract: Contract, *, now: datetime) -> datetime:
    """When the cooperative learnt of the work: the mission's sending, otherwise the request for this contract."""
    mission = contract.mission
    if mission is not None and mission.submitted_at is not None:
        return mission.submitted_at
    return contract.submitted_at or now


def _starts_at(contract: Contract, country: Country) -> datetime:
    return place.starts_at(country, contract.starts_on, contract.start_time)


def _is_late_granted(contract: Contract) -> bool:
    return contract.mission is not None and late_decisions.is_granted(contract.mission)


def _has_paper(contract: Contract, kind: str) -> bool:
    return Document.objects.filter(membership_id=contract.membership_id, kind=kind).exists()
