"""Sample invoices of the seven countries, as pure functions: `case(country, name)` gives one of the eight situations.

Every party is invented; its numbers have right check digits so that no check stumbles over them. The lines are worked
out here in plain sums: two hours, one day, or two prints, so that a reader can follow the totals by hand.
"""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Final

from invoicing.einvoice.model import (
    Account,
    Address,
    Contact,
    Delivery,
    Identifier,
    Invoice,
    Item,
    Line,
    Note,
    Party,
    PaymentMeans,
    PrecedingInvoice,
    Price,
    Totals,
    VatBreakdown,
)
from invoicing.einvoice.profiles import EN16931

D = Decimal
COUNTRIES: Final = ("BE", "FR", "ES", "IT", "DE", "AT", "SE")
NAMES: Final = (
    "domestic",
    "reverse_charge",
    "intra_eu",
    "export",
    "exempt",
    "credit_note",
    "two_rates",
    "prepaid",
)
RATES: Final = {
    "BE": (D("21"), D("6")),
    "FR": (D("20"), D("5.5")),
    "ES": (D("21"), D("10")),
    "IT": (D("22"), D("10")),
    "DE": (D("19"), D("7")),
    "AT": (D("20"), D("10")),
    "SE": (D("25"), D("6")),
}
TRAINING_IS_EXEMPT: Final = {
    "BE": "Article 44, § 2, 4° du Code TVA",
    "FR": "Article 261, 4, 4° du CGI",
    "ES": "Artículo 20.Uno.9.º de la Ley 37/1992",
    "IT": "Art. 10, n. 20, DPR 633/72",
    "DE": "§ 4 Nr. 21 UStG",
    "AT": "§ 6 Abs. 1 Z 11 UStG",
    "SE": "Utbildning, undantagen enligt 10 kap. mervärdesskattelagen",
}
ACCOUNTS: Final = {
    "BE": "BE60999000000070",
    "FR": "FR4699999999999999999999999",
    "ES": "ES9299990000190000000042",
    "IT": "IT07X9999999999000000000042",
    "DE": "DE53999999990000000042",
    "AT": "AT619999900000000042",
    "SE": "SE5399900000000000000042",
}


def _party(name: str, number: str, endpoint: str, legal: Identifier | None, *, place: tuple[str, ...]) -> Party:
    street, post_code, city, country = place[:4]
    subdivision = place[4] if len(place) > 4 else ""
    scheme, _, value = endpoint.partition(":")
    address = Address(line_1=street, city=city, post_code=post_code, subdivision=subdivision, country=country)
    return Party(
        name=name,
        vat_id=number,
        legal_id=legal,
        endpoint=Identifier(value=value, scheme=scheme),
        address=address,
        contact=Contact(name="Invoice Desk", phone="+49301234567", email="invoices@coop.example"),
    )


def _id(scheme: str, value: str) -> Identifier:
    return Identifier(value=value, scheme=scheme)


SELLERS: Final = {
    "BE": _party(
        "Invented Cooperative SC",
        "BE0999999031",
        "0208:0999999031",
        _id("0208", "0999999031"),
        place=("Rue Inventée 1", "1000", "Bruxelles", "BE"),
    ),
    "FR": _party(
        "Coopérative inventée SCIC",
        "FR29999999907",
        "0225:999999907",
        _id("0002", "999999907"),
        place=("1 rue Inventée", "59000", "Lille", "FR"),
    ),
    "ES": _party(
        "Cooperativa Inventada S.Coop.",
        "ESF99999997",
        "9920:ESF99999997",
        Identifier(value="F99999997"),
        place=("Calle Inventada 1", "08001", "Barcelona", "ES"),
    ),
    "IT": dataclasses.replace(
        _party(
            "Cooperativa inventata",
            "IT99999990015",
            "0211:IT99999990015",
            _id("0210", "99999990015"),
            place=("Via Inventata 1", "20121", "Milano", "IT", "MI"),
        ),
        tax_registration="99999990015",
    ),
    "DE": _party(
        "Erfundene Genossenschaft eG",
        "DE999999995",
        "9930:DE999999995",
        Identifier(value="GnR 9999 B"),
        place=("Erfundene Straße 1", "10115", "Berlin", "DE"),
    ),
    "AT": dataclasses.replace(
        _party(
            "Erfundene Genossenschaft eGen",
            "ATU99999993",
            "9914:ATU99999993",
            Identifier(value="FN 999999x"),
            place=("Erfundene Gasse 1", "1010", "Wien", "AT"),
        ),
        identifiers=(Identifier(value="80815"),),
    ),
    "SE": dataclasses.replace(
        _party(
            "Påhittat kooperativ ek. för.",
            "SE769999999601",
            "0007:7699999996",
            _id("0007", "7699999996"),
            place=("Påhittade gatan 1", "11120", "Stockholm", "SE"),
        ),
        tax_registration="Godkänd för F-skatt",
    ),
}
BUYERS: Final = {
    "BE": _party(
        "Théâtre imaginaire ASBL",
        "BE0888888006",
        "0208:0888888006",
        _id("0208", "0888888006"),
        place=("Rue Imaginaire 8", "4000", "Liège", "BE"),
    ),
    "FR": _party(
        "Théâtre imaginaire",
        "FR51888888807",
        "0225:888888807",
        _id("0002", "888888807"),
        place=("8 rue Imaginaire", "69001", "Lyon", "FR"),
    ),
    "ES": _party(
        "Teatro Imaginario S.A.",
        "ESB99999906",
        "9920:ESB99999906",
        Identifier(value="B99999906"),
        place=("Calle Imaginaria 8", "28001", "Madrid", "ES"),
    ),
    "IT": dataclasses.replace(
        _party(
            "Teatro immaginario Srl",
            "IT99999990155",
            "0211:IT99999990155",
            _id("0210", "99999990155"),
            place=("Via Immaginaria 8", "00184", "Roma", "IT", "RM"),
        ),
        identifiers=(_id("0205", "ABC1234"),),
    ),
    "DE": _party(
        "Erdachtes Theater GmbH",
        "DE888888885",
        "9930:DE888888885",
        Identifier(value="HRB 88888 B"),
        place=("Erdachter Weg 8", "50667", "Köln", "DE"),
    ),
    "AT": _party(
        "Erdachtes Theater GmbH",
        "ATU88888883",
        "9914:ATU88888883",
        Identifier(value="FN 888888x"),
        place=("Erdachter Ring 8", "8010", "Graz", "AT"),
    ),
    "SE": _party(
        "Uppdiktad teater AB",
        "SE559999999101",
        "0007:5599999991",
        _id("0007", "5599999991"),
        place=("Uppdiktade vägen 8", "41103", "Göteborg", "SE"),
    ),
}
ABROAD: Final = dataclasses.replace(
    _party(
        "Erdachte Bühne AG",
        "",
        "0183:CHE999999996",
        _id("0183", "CHE999999996"),
        place=("Erdachte Gasse 88", "8001", "Zürich", "CH"),
    )
)
FRENCH_NOTES: Final = (
    Note(text="Indemnité forfaitaire pour frais de recouvrement : 40 euros.", subject_code="PMT"),
    Note(text="Pénalités de retard au taux de trois fois le taux d'intérêt légal.", subject_code="PMD"),
    Note(text="Pas d'escompte pour paiement anticipé.", subject_code="AAB"),
)


def case(country: str, name: str) -> Invoice:
    """The sample of the country. Raises KeyError when country or name is not one of the lists above."""
    return _CASES[name](country)


def _domestic(country: str) -> Invoice:
    return _invoice(country, lines=(_line("1", "Workshop", D("2"), "HUR", D("150.00"), "S", RATES[country][0]),))


def _reverse_charge(country: str) -> Invoice:
    line = _line("1", "Translation", D("2"), "HUR", D("150.00"), "AE", D("0"))
    invoice = _invoice(country, lines=(line,), reason="Reverse charge", code="VATEX-EU-AE")
    return dataclasses.replace(invoice, buyer=_neighbour(country))


def _intra_eu(country: str) -> Invoice:
    line = _line("1", "Printed score", D("2"), "C62", D("150.00"), "K", D("0"))
    invoice = _invoice(country, lines=(line,), reason="Intra-Community supply", code="VATEX-EU-IC")
    return _sent_to(invoice, _neighbour(country))


def _export(country: str) -> Invoice:
    line = _line("1", "Printed score", D("2"), "C62", D("150.00"), "G", D("0"))
    return _sent_to(_invoice(country, lines=(line,), reason="Export", code="VATEX-EU-G"), ABROAD)


def _exempt(country: str) -> Invoice:
    line = _line("1", "Training of musicians", D("1"), "DAY", D("300.00"), "E", D("0"))
    return _invoice(country, lines=(line,), reason=TRAINING_IS_EXEMPT[country], code="VATEX-EU-132-1I")


def _credit_note(country: str) -> Invoice:
    earlier = PrecedingInvoice(number=f"{country}/2026/0042", issued_on=date(2026, 11, 10))
    line = _line("1", "Workshop", D("1"), "HUR", D("150.00"), "S", RATES[country][0])
    invoice = _invoice(country, lines=(line,))
    return dataclasses.replace(
        invoice, number=f"{country}-CN/2026/0007", type_code="381", preceding_invoices=(earlier,)
    )


def _two_rates(country: str) -> Invoice:
    standard, reduced = RATES[country]
    lines = (
        _line("1", "Workshop", D("2"), "HUR", D("150.00"), "S", standard),
        _line("2", "Rights of a play", D("1"), "C62", D("200.00"), "S", reduced),
    )
    return _invoice(country, lines=lines)


def _prepaid(country: str) -> Invoice:
    invoice = _domestic(country)
    totals = dataclasses.replace(invoice.totals, paid=D("100.00"), due=(invoice.totals.with_vat or D(0)) - D("100.00"))
    return dataclasses.replace(invoice, totals=totals)


_CASES: Final = {
    "domestic": _domestic,
    "reverse_charge": _reverse_charge,
    "intra_eu": _intra_eu,
    "export": _export,
    "exempt": _exempt,
    "credit_note": _credit_note,
    "two_rates": _two_rates,
    "prepaid": _prepaid,
}


def _neighbour(country: str) -> Party:
    return BUYERS["AT" if country == "DE" else "DE"]


def _sent_to(invoice: Invoice, buyer: Party) -> Invoice:
    delivery = Delivery(delivered_on=date(2026, 11, 5), address=buyer.address)
    return dataclasses.replace(invoice, buyer=buyer, delivery=delivery)


def _line(
    number: str, name: str, quantity: Decimal, unit: str, price: Decimal, category: str, percent: Decimal
) -> Line:
    return Line(
        id=number,
        item=Item(name=name),
        quantity=quantity,
        unit=unit,
        price=Price(net=price),
        net=quantity * price,
        vat_category=category,
        vat_percent=percent,
    )


def _invoice(country: str, *, lines: tuple[Line, ...], reason: str = "", code: str = "") -> Invoice:
    breakdown = tuple(_part(line, reason=reason, code=code) for line in lines)
    net = sum((line.net for line in lines if line.net), D("0.00"))
    vat = sum((part.amount for part in breakdown if part.amount), D("0.00"))
    return Invoice(
        number=f"{country}/2026/0042",
        issued_on=date(2026, 11, 10),
        type_code="380",
        currency="SEK" if country == "SE" else "EUR",
        due_on=date(2026, 12, 10),
        buyer_reference="991-99999-78" if country == "DE" else "Stage 8",
        order_reference="PO-4711",
        notes=FRENCH_NOTES if country == "FR" else (),
        process="S1" if country == "FR" else "",
        specification=EN16931,
        seller=SELLERS[country],
        buyer=BUYERS[country],
        delivery=Delivery(delivered_on=date(2026, 11, 5)),
        payment_means=(_transfer(country),),
        totals=Totals(lines=net, without_vat=net, vat=vat, with_vat=net + vat, due=net + vat),
        vat_breakdown=breakdown,
        lines=lines,
    )


def _transfer(country: str) -> PaymentMeans:
    account = Account(number=ACCOUNTS[country], name=SELLERS[country].name)
    code = "30" if country == "SE" else "58"
    return PaymentMeans(code=code, remittance="RF18539007547034", account=account)


def _part(line: Line, *, reason: str, code: str) -> VatBreakdown:
    net, percent = line.net or D(0), line.vat_percent or D(0)
    return VatBreakdown(
        base=net,
        amount=(net * percent / 100).quantize(D("0.01")),
        category=line.vat_category,
        percent=percent,
        exemption_reason=reason,
        exemption_code=code,
    )
