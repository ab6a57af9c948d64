"""The shapes every country pack speaks: what it offers, what it is told and what it answers.

Pure data, no Django. Amounts are `Decimal` in the pack's currency, rates are fractions (0.1307), days are civil days.
A sentence for people is an English msgid with named placeholders; labels taken from a law travel as `{language: text}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from countries.later_pay import LaterPay, LaterPayFacts
from countries.papers import Papers
from countries.pay import (
    ZERO,
    Group,
    InvalidInput,
    LawError,
    NotCovered,
    Note,
    ParameterRef,
    ParameterUnknown,
    Params,
    PayInputs,
    PayLine,
    PayResult,
    Purpose,
    Rounding,
    Side,
    Solution,
    Text,
    gettext_noop,
    month_so_far,
)

__all__ = [
    "ZERO",
    "Capability",
    "ContractFacts",
    "ContractKind",
    "DeclarationDraft",
    "DeclarationFacts",
    "DeclarationFile",
    "Finding",
    "Group",
    "Identifier",
    "InputField",
    "InvalidInput",
    "LaterPay",
    "LaterPayFacts",
    "LawError",
    "NotCovered",
    "Note",
    "Pack",
    "Papers",
    "ParameterRef",
    "ParameterUnknown",
    "Params",
    "PayInputs",
    "PayLine",
    "PayResult",
    "PeriodFacts",
    "PersonPeriod",
    "Purpose",
    "Rounding",
    "Setting",
    "Side",
    "Solution",
    "Text",
    "VatDecision",
    "VatFacts",
    "VatRow",
    "VectorOutcome",
    "gettext_noop",
    "month_so_far",
]


class Capability(StrEnum):
    """What a country can do; a tenant switches each on when its requirements hold."""

    MEMBERS = "members"
    MISSIONS = "missions"
    INVOICING = "invoicing"
    CONTRACTS = "contracts"
    PAYROLL = "payroll"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputField:
    """One declared input of the tax file, the engagement or the employer's settings; a form is generated from it.

    `kind` is one of choice, integer, decimal, rate, flag, text. A field that is required has no default. `contract_kinds`
    names the contract kinds an engagement's question is asked for; none means all. `is_rare` says that few people have
    anything to answer: forms put it behind the usual ones. `asked_of` says who knows the answer about the work.
    """

    name: str
    kind: str
    label: Text
    help: Text = field(default_factory=dict)
    choices: tuple[tuple[str, Text], ...] = ()
    default: Any = None
    is_required: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    contract_kinds: tuple[str, ...] = ()
    is_rare: bool = False
    asked_of: str = "member"  # member | staff


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractKind:
    """A kind of contract the country's law knows. `checks` names the contract checks that apply, in order.

    `has_payroll` says that the pack computes its payslip; `status` is the worker status of the law (white_collar…).
    """

    code: str
    label: Text
    status: str
    checks: tuple[str, ...]
    source: str
    is_fixed_term: bool = True
    has_payroll: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number the country gives to people or bodies; `module` is a python-stdnum module, empty for free text."""

    code: str
    label: Text
    module: str
    holder: str  # person | company
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a contract check found. `severity` is "blocks" or "warns"; `remedy` says the way out."""

    code: str
    severity: str
    msgid: str
    params: Mapping[str, object]
    remedy: str

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.msgid) % self.params

    def way_out(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.remedy) % self.params


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """Everything `contract_checks` needs. Instants are aware and come from the server's clock, never from a person.

    `starts_at` is the instant work begins (midnight in the country's zone when no hour is known).
    `others` are the person's other contracts in this country, as (reference, first day, last day).
    """

    country: str
    on: date
    kind: str
    starts_on: date
    ends_on: date | None
    starts_at: datetime
    declared_at: datetime | None
    is_late_granted: bool = False  # the law gives time after the start, and an adviser has granted these days
    gross: Decimal | None = None
    cost: Decimal | None = None
    available: Decimal | None = None
    days: Decimal | None = None
    possible_days: Decimal | None = None
    hours: Decimal | None = None
    full_time_hours: Decimal | None = None
    birth_date: date | None = None
    signed_at: datetime | None = None
    checked_at: datetime | None = None  # the server's instant of the check
    function: str = ""
    others: tuple[tuple[str, date, date | None], ...] = ()
    sector_minimum: Decimal | None = None  # per month at full time, entered by the cooperative, with its source
    student_hours_left: Decimal | None = None
    has_art_work_attestation: bool | None = None
    has_right_to_work: bool | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    engagement: Mapping[str, Any] = field(default_factory=dict)
    tax_file: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRow:
    """A VAT rule as a dated row, entered in the browser by a country without its own pack."""

    since: date
    until: date | None
    service: str
    customer: str  # domestic | eu_business | eu_consumer | outside_eu
    rate: Decimal
    category: str
    source: str
    exemption_code: str = ""
    mention: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VatFacts:
    """One supply. `place_country` is where an event takes place, when the service is tied to a place.

    `customer_is_business` says whether the place of supply follows the customer (2006/112/EC art. 43): a public body
    with a VAT number is both public and business.
    """

    country: str
    on: date
    service: str
    customer_country: str
    customer_is_business: bool
    customer_vat_number: str = ""
    customer_is_public: bool = False
    customer_postal_code: str = ""
    place_country: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[VatRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VatDecision:
    """How a supply is taxed, and the row of the country's table that says so with the days it is in force.

    When `needs_staff`, nothing is decided: `reason` says in English what staff must settle, `questions` in every language.
    """

    category: str  # EN 16931: S, Z, E, AE, K, G, O; "" when undecided
    rate: Decimal | None
    source: str
    exemption_code: str = ""
    mention: Text = field(default_factory=dict)
    needs_staff: bool = False
    reason: str = ""
    questions: Text = field(default_factory=dict)
    params: Mapping[str, object] = field(default_factory=dict)
    confidence: str = "verified"
    row: str = ""
    row_since: date | None = None
    row_until: date | None = None

    def question(self, language: str = "en") -> str:
        """What staff must settle, as a sentence; empty when the supply is decided."""
        return self.questions.get(language, self.reason) % self.params if self.needs_staff else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationFacts:
    """What a declaration is made from: the contract's facts and the parties' papers, by plain names."""

    country: str
    kind: str
    contract_kind: str
    starts_at: datetime
    ends_on: date | None
    planned_hours: Decimal | None = None
    employer: Mapping[str, str] = field(default_factory=dict)
    person: Mapping[str, str] = field(default_factory=dict)
    work: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationDraft:
    """A declaration ready to be sent. `missing` names the fields the law asks for and nobody gave."""

    kind: str
    label: Text
    fields: Mapping[str, str]
    due_at: datetime
    due_rule: str
    source: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationFile:
    """A declaration as the authority's own format, ready to upload. `format` names the format and its version."""

    name: str
    media_type: str
    content: bytes
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPeriod:
    """One person's pays of a month for the employer's return. `person` and `tax_file` are plain facts by name."""

    person: Mapping[str, str]
    tax_file: Mapping[str, Any]
    results: tuple[PayResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFacts:
    """Everything an employer's monthly return is made from. `month` is its first day."""

    month: date
    paid_on: date
    employer: Mapping[str, str]
    people: tuple[PersonPeriod, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A dated value the cooperative must enter for a capability to open (owner: country, never law)."""

    key: str
    label: Text
    capability: Capability


@dataclass(frozen=True, slots=True)
class VectorOutcome:
    """What the pack computes for one test vector; `unsupported` names the case when it computes none."""

    values: Mapping[str, Any]
    unsupported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a country offers. The functions are pure; they take the facts and the law as of a day.

    `usual_tax_file` is what the simulator assumes of a stranger: a single person without children whose main work this
    is. Payroll never uses it: a member who said nothing is paid by the prudent defaults of `tax_file`. `steps` gives
    the largest grosses below which pay owes the person almost nothing, and above which all of it does: the net falls.
    """

    code: str
    version: str
    name: Text
    currency: str
    languages: tuple[str, ...]
    time_zone: str
    identifiers: tuple[Identifier, ...]
    contract_kinds: tuple[ContractKind, ...]
    capabilities: frozenset[Capability]
    contract_checks: Callable[[ContractFacts, Params], tuple[Finding, ...]]
    declarations: Callable[[DeclarationFacts, Params], tuple[DeclarationDraft, ...]]
    service_kinds: tuple[tuple[str, Text], ...] = ()
    required_settings: tuple[Setting, ...] = ()
    invoice_profiles: tuple[str, ...] = ()
    tax_file: tuple[InputField, ...] = ()
    usual_tax_file: Mapping[str, Any] = field(default_factory=dict)
    engagement_inputs: tuple[InputField, ...] = ()
    employer_inputs: tuple[InputField, ...] = ()
    payslip: Callable[[PayInputs, Params], PayResult] | None = None
    gross_for_budget: Callable[[PayInputs, Params, Decimal], Solution] | None = None
    gross_for_net: Callable[[PayInputs, Params, Decimal], Solution] | None = None
    minimum_gross: Callable[[PayInputs, Params], tuple[Decimal, ParameterRef] | None] | None = None
    steps: Callable[[PayInputs, Params], tuple[Decimal, ...]] | None = None
    declaration_file: Callable[[str, Mapping[str, str]], DeclarationFile | None] | None = None
    period_file: Callable[[PeriodFacts, Params], DeclarationFile] | None = None
    later_pay: Callable[[LaterPayFacts, Params], tuple[LaterPay, ...]] | None = None
    papers: Papers | None = None  # read from papers.yaml by the registry
    vector: Callable[[Mapping[str, Any], Callable[[date], Params]], VectorOutcome] | None = None

    def contract_kind(self, code: str) -> ContractKind:
        """The kind with this code; raises `InvalidInput` naming the kinds that exist."""
        for kind in self.contract_kinds:
            if kind.code == code:
                return kind
        raise InvalidInput(
            "unknown_contract_kind",
            gettext_noop("%(country)s knows no contract kind “%(found)s”. Choose one of: %(expected)s."),
            country=self.code,
            found=code,
            expected=", ".join(kind.code for kind in self.contract_kinds),
        )
