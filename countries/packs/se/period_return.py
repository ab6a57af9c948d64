"""The employer's monthly return as XML: arbetsgivardeklaration 1.1, one file for each employer and month.

Amounts are whole kronor, öre dropped for each person's month (SFL 22 kap. 1 §). Box 487 is summed by rate: the bases of
all people, times the rate, öre dropped. The names and field codes are those of the technical description 1.1.18; the XSD
files were not read, so the file is to be checked by Skatteverket's test service before it is filed. Not written: car,
meal, fuel and housing benefits, allowances, workplaces, absence (fields 821-827) and regional support.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from countries.contract import (
    ZERO,
    DeclarationFile,
    InvalidInput,
    Params,
    PayLine,
    PeriodFacts,
    PersonPeriod,
    gettext_noop,
)
from countries.packs.se.case import CASH_LINES as CASH
from countries.packs.se.employer import CONTRIBUTIONS, NORMAL, REDUCED
from countries.packs.se.identities import organisation_id, person_id
from countries.packs.se.law import krona

AREA = "Arbetsgivardeklaration"
PROGRAM = "Smart"
FIRST_SPECIFICATION = "1"
CONTACT = (("Namn", "contact_name"), ("Telefon", "contact_phone"), ("Epostadress", "contact_email"))
SINK = "withholding_sink"
TAXES = ("withholding", "withholding_one_off", SINK)
MEDIA_TYPE = "application/xml"


@dataclass(frozen=True, slots=True)
class Individual:
    """One person's figures of the month, in whole kronor. `bases` are what contributions are counted on, by rate."""

    person: str
    specification: str
    cash: Decimal
    benefits: Decimal
    is_charged: bool
    caught_up: Decimal
    tax: Decimal
    sink: Decimal
    bases: tuple[tuple[Decimal, Decimal], ...]


def period_file(facts: PeriodFacts, params: Params) -> DeclarationFile:
    """Return the month's return. Without people it is the zero return.

    `facts.employer` gives company_number, contact_name, contact_phone and contact_email, and optionally program and
    created_at; a person gives national_number and optionally specification_number. Raises `InvalidInput` for what lacks.
    """
    schema = params.ref("agi.schema").value
    people = [_individual(person, facts) for person in facts.people]
    employer = _required(organisation_id(facts.employer.get("company_number", "")), "company_number")
    register_namespace("", schema["instance"])
    register_namespace("agd", schema["component"])
    writer = _Writer(schema["component"], employer, f"{facts.month:%Y%m}")
    root = Element(f"{{{schema['instance']}}}Skatteverket", {"omrade": AREA})
    writer.sender(root, facts)
    writer.employer_form(root, people)
    for individual in people:
        writer.person_form(root, individual)
    content = tostring(root, encoding="UTF-8", xml_declaration=True)
    name = f"agi-{employer}-{facts.month:%Y%m}.xml"
    return DeclarationFile(name=name, media_type=MEDIA_TYPE, content=content, format=f"{AREA} {schema['version']}")


def contributions_total(people: list[Individual]) -> Decimal:
    """Return box 487: by rate, the sum of everybody's base times the rate, öre dropped."""
    by_rate: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for individual in people:
        for rate, base in individual.bases:
            by_rate[rate] += base
    return sum([krona(base * rate) for rate, base in by_rate.items()], ZERO)


def _individual(person: PersonPeriod, facts: PeriodFacts) -> Individual:
    lines = [line for result in person.results for line in result.lines]
    sums, bases = _sums(lines), _bases(lines)
    cash, benefits = sum([sums.get(code, ZERO) for code in CASH], ZERO), sums.get("benefits", ZERO)
    charged = sum([base for _, base in bases.values()], ZERO)
    caught_up = max(charged - cash - benefits, ZERO) if charged else ZERO
    tax, is_sink = krona(-sum([sums.get(code, ZERO) for code in TAXES], ZERO)), SINK in sums
    number = person_id(person.person.get("national_number", ""), on=facts.month)
    return Individual(
        person=_required(number, "national_number"),
        specification=person.person.get("specification_number") or FIRST_SPECIFICATION,
        cash=krona(cash + caught_up),
        benefits=krona(benefits),
        is_charged=bool(charged) or _is_free_of_charge(person),
        caught_up=krona(caught_up),
        tax=ZERO if is_sink else tax,
        sink=tax if is_sink else ZERO,
        bases=tuple(_whole_bases(bases, krona(cash + caught_up) + krona(benefits))),
    )


def _sums(lines: Iterable[PayLine]) -> dict[str, Decimal]:
    """The month's sums by line code."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.code] = sums.get(line.code, ZERO) + line.amount
    return sums


def _bases(lines: Iterable[PayLine]) -> dict[str, tuple[Decimal, Decimal]]:
    """For each contribution its rate and the sum of its bases."""
    bases: dict[str, tuple[Decimal, Decimal]] = {}
    for line in lines:
        if line.code in CONTRIBUTIONS and line.rate is not None:
            earlier = bases[line.code][1] if line.code in bases else ZERO
            bases[line.code] = (line.rate, earlier + (line.base or ZERO))
    return bases


def _is_free_of_charge(person: PersonPeriod) -> bool:
    """People born 1937 or earlier: their pay stays in box 011 although no contribution is due."""
    notes = {note.code for result in person.results for note in result.notes}
    return "below_year_minimum" not in notes


def _whole_bases(bases: dict[str, tuple[Decimal, Decimal]], total: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """Split the person's whole kronor by rate: the reduced part first, the rest at the other rate."""
    rest = total
    for code in (REDUCED, *(code for code in CONTRIBUTIONS if code != REDUCED)):
        if code in bases:
            rate, base = bases[code]
            part = min(krona(base), rest) if code == REDUCED and NORMAL in bases else rest
            yield rate, part
            rest -= part


def _required(value: str, name: str) -> str:
    if value:
        return value
    raise InvalidInput(
        "return_incomplete",
        gettext_noop("The monthly return needs “%(name)s”, and none that fits was found. Enter it and try again."),
        name=name,
    )


class _Writer:
    """Writes the parts of the file; every field carries its code."""

    def __init__(self, namespace: str, employer: str, period: str) -> None:
        self.namespace, self.employer, self.period = namespace, employer, period

    def part(self, parent: Element, name: str, text: str | None = None, code: str = "") -> Element:
        element = SubElement(parent, f"{{{self.namespace}}}{name}", {"faltkod": code} if code else {})
        element.text = text
        return element

    def sender(self, root: Element, facts: PeriodFacts) -> None:
        sender = self.part(root, "Avsandare")
        self.part(sender, "Programnamn", facts.employer.get("program") or PROGRAM)
        self.part(sender, "Organisationsnummer", self.employer)
        self.contact(sender, "TekniskKontaktperson", facts)
        self.part(sender, "Skapad", facts.employer.get("created_at") or f"{facts.paid_on}T00:00:00")
        common = self.part(self.part(root, "Blankettgemensamt"), "Arbetsgivare")
        self.part(common, "AgRegistreradId", self.employer)
        self.contact(common, "Kontaktperson", facts)

    def contact(self, parent: Element, name: str, facts: PeriodFacts) -> None:
        contact = self.part(parent, name)
        for field, fact in CONTACT:
            self.part(contact, field, _required(facts.employer.get(fact, ""), fact))

    def form(self, root: Element, content: str) -> Element:
        form = self.part(root, "Blankett")
        matter = self.part(form, "Arendeinformation")
        self.part(matter, "Arendeagare", self.employer)
        self.part(matter, "Period", self.period)
        return self.part(self.part(form, "Blankettinnehall"), content)

    def employer_form(self, root: Element, people: list[Individual]) -> None:
        form = self.form(root, "HU")
        self.part(self.part(form, "ArbetsgivareHUGROUP"), "AgRegistreradId", self.employer, "201")
        self.part(form, "RedovisningsPeriod", self.period, "006")
        self.amount(form, "SummaArbAvgSlf", contributions_total(people), "487")
        self.amount(form, "SummaSkatteavdr", sum([one.tax + one.sink for one in people], ZERO), "497")

    def person_form(self, root: Element, one: Individual) -> None:
        form = self.form(root, "IU")
        self.part(self.part(form, "ArbetsgivareIUGROUP"), "AgRegistreradId", self.employer, "201")
        receiver = self.part(self.part(form, "BetalningsmottagareIUGROUP"), "BetalningsmottagareIDChoice")
        self.part(receiver, "BetalningsmottagarId", one.person, "215")
        self.part(form, "RedovisningsPeriod", self.period, "006")
        self.part(form, "Specifikationsnummer", one.specification, "570")
        if one.caught_up:
            self.amount(form, "AvrakningAvgiftsfriErs", one.caught_up, "010")
        if one.is_charged:
            self.amount(form, "KontantErsattningUlagAG", one.cash, "011")
            self.optional(form, "SkatteplOvrigaFormanerUlagAG", one.benefits, "012")
        else:
            self.amount(form, "KontantErsattningEjUlagSA", one.cash, "131")
            self.optional(form, "SkatteplOvrigaFormanerEjUlagSA", one.benefits, "132")
        if one.sink:
            self.amount(form, "AvdrSkattSINK", one.sink, "274")
        else:
            self.amount(form, "AvdrPrelSkatt", one.tax, "001")

    def amount(self, parent: Element, name: str, value: Decimal, code: str) -> None:
        self.part(parent, name, str(int(value)), code)

    def optional(self, parent: Element, name: str, value: Decimal, code: str) -> None:
        if value:
            self.amount(parent, name, value, code)
