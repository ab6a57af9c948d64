"""What happens to each kind of a person's data when it is erased: gone at once, without a name, or kept until a day by a law."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from django.db.models import Max, QuerySet, Subquery, Value

from activities.models import Contract
from activities.states import ContractState
from countries.rules.settings import setting_value
from invoicing.models import Payslip
from members.models import Document, Leaving, Membership, ShareMovement, StaffRole
from members.models.erasure import why_kept
from members.rules.legal_holds import held_classes
from members.states import LeavingState
from smart.personal_data.classes import OWN, DataClass, classes_about_people, rows_of
from smart.personal_data.names import NAMES

ACCOUNT: Final = frozenset(
    {
        "members.User",
        "members.SignIn",
        "smart.Translator",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
    }
)
"""What belongs to the person and no country: it goes with the last of their countries."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One class of the country's retention. `until` is None where no day can be told yet; `law` is blank for our own rules."""

    retention: str
    kinds: tuple[str, ...]
    law: str
    until: datetime.date | None

    @property
    def why(self) -> str:
        return why_kept(self.law)


@dataclass(frozen=True, slots=True)
class Plan:
    deleted: tuple[str, ...]
    anonymous: tuple[str, ...]
    kept: tuple[Kept, ...]
    account_stays: bool
    held: tuple[str, ...] = ()
    """Kinds of which nothing goes while a court case needs them."""


@dataclass(frozen=True, slots=True)
class LastDays:
    """The last days of a membership, from which the law counts."""

    membership: datetime.date
    contract: datetime.date
    anything: datetime.date


def plan_of(membership: Membership, *, on: datetime.date) -> Plan:
    """What would happen if the data were erased on a day; only kinds of which there is something. About ten queries."""
    labels, papers = _present(membership), _classes_of_papers(membership)
    stays = has_other_ties(membership, on=on)
    there = [each for each in classes_about_people() if each.label in labels]
    if stays:
        there = [each for each in there if each.label not in ACCOUNT]
    held = held_classes(membership.pk)
    free = [each for each in there if each.retention not in held]
    return Plan(
        deleted=tuple(_name(each) for each in free if each.erasure == "delete"),
        anonymous=tuple(_name(each) for each in there if each.erasure == "pseudonymise"),
        kept=tuple(_kept(membership, [each for each in there if each.erasure == "keep"], papers, on=on)),
        account_stays=stays,
        held=_held_names(there, held, papers),
    )


def has_other_ties(membership: Membership, *, on: datetime.date) -> bool:
    """Whether the person is in another country too, or works for one: then their account stays. Two queries."""
    user = membership.user
    elsewhere = Membership.objects.filter(user_id=user.pk, restricted_at=None).exclude(pk=membership.pk)
    works = StaffRole.objects.filter(user_id=user.pk).exclude(until__lt=on)
    return user.is_network_admin or elsewhere.exists() or works.exists()


def last_days(membership: Membership, *, on: datetime.date) -> LastDays:
    """When the membership and the last contract ended and the last thing happened; `on` where they never began. One query."""
    own = {"membership_id": membership.pk}
    leaving = Leaving.objects.filter(**own, state=LeavingState.ENDED).order_by("-id").values("ended_at")
    contracts = Contract.objects.filter(**own).exclude(state=ContractState.CANCELLED)
    left_at, *found = Membership.objects.filter(pk=membership.pk).values_list(
        Subquery(leaving[:1]),
        _last(contracts, "ends_on"),
        _last(Payslip.objects.filter(**own), "pay_on"),
        _last(ShareMovement.objects.filter(**own), "on"),
    )[0]
    ended = left_at.date() if left_at is not None else on
    contract, paid, shares = (last or ended for last in found)
    return LastDays(membership=ended, contract=contract, anything=max(ended, contract, paid, shares))


def _last(rows: QuerySet[Any], day: str) -> Subquery:
    """The newest day of these rows of one member."""
    return Subquery(rows.order_by().values("membership_id").annotate(last=Max(day)).values("last"))


def kept_until(row: dict[str, Any] | None, days: LastDays) -> datetime.date | None:
    """The last day of a class: so many years from where the country counts. None for what it does not say or foresee."""
    if row is None or row.get("counted_from") == "last_audit":
        return None
    years, counted_from = int(row["years"]), row.get("counted_from")
    if counted_from == "year_end":
        return datetime.date(days.anything.year + years, 12, 31)
    from_day = {"contract_end": days.contract, "membership_end": days.membership}.get(str(counted_from), days.anything)
    return _years_after(from_day, years)


def _kept(
    membership: Membership, kept: list[DataClass], papers: dict[str, datetime.date | None], *, on: datetime.date
) -> list[Kept]:
    """One line per class of the setting, the earliest day first, those without a day last."""
    rows = setting_value(membership.country, "retention.classes", on=on, default=[])
    laws = {row["class"]: row for row in rows}
    days, lines = last_days(membership, on=on), []
    for retention in sorted({each.retention for each in kept} - {OWN} | set(papers)):
        kinds = [_name(each) for each in kept if each.retention == retention]
        if retention in papers:
            kinds.append(str(NAMES["members.Document"]))
        row = laws.get(retention)
        until = _later(kept_until(row, days), papers.get(retention))
        law = str(row.get("law", "")) if row and row.get("confidence") != "unknown" else ""
        lines.append(Kept(retention, tuple(kinds), law, until))
    return sorted(lines, key=lambda line: line.until or datetime.date.max)


def _present(membership: Membership) -> set[str]:
    """The labels of the kinds of which the person has something. One query for all of them."""
    every = [
        rows_of(each, membership, is_all=True)
        .order_by()
        .annotate(kind_of_data=Value(each.label))
        .values_list("kind_of_data")[:1]
        for each in classes_about_people()
    ]
    found = reduce(lambda one, other: one.union(other, all=True), every)
    return {label for (label,) in found}


def _held_names(there: list[DataClass], held: frozenset[str], papers: Collection[str]) -> tuple[str, ...]:
    """The kinds a court case needs; the account is closed all the same, for the file of the person says who they are."""
    names = [_name(each) for each in there if each.retention in held and each.erasure != "pseudonymise"]
    return (*names, *([str(NAMES["members.Document"])] if held & set(papers) else []))


def _classes_of_papers(membership: Membership) -> dict[str, datetime.date | None]:
    """The classes of the person's papers, each with the last day that stands on one of them."""
    papers = Document.objects.filter(membership_id=membership.pk).order_by()
    return dict(
        papers.values("retention_class").annotate(last=Max("retain_until")).values_list("retention_class", "last")
    )


def _later(until: datetime.date | None, of_papers: datetime.date | None) -> datetime.date | None:
    """What a paper says of itself may be later than its class; where the class has no day, there is none."""
    return max(until, of_papers or until) if until is not None else None


def _name(each: DataClass) -> str:
    return str(NAMES[each.label])


def _years_after(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years later; 28 February for the 29th of a year that has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
