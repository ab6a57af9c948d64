"""The payslip on paper: its PDF is made once its pay is posted, kept in the vault, and its member is told.

Belgium: the fifteen items of the royal decree of 27 September 1966 (loi du 12 avril 1965, art. 15) are in the facts and
groups below; other countries use the same shape.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from countries.addresses import country_url
from countries.contract import PayResult
from invoicing.models import Payslip
from invoicing.rules.payslip_lines import ReadGroup, ReadLine, groups_of, unsure_values
from invoicing.rules.payslips import result_of
from invoicing.rules.waterfall_of import waterfall_of
from members.models import Document, Profile
from members.models.document import Visibility
from members.rules.documents import issue_document
from members.rules.notices import in_language_of, notify
from smart.foundation import formats
from smart.foundation.actors import PORTAL
from smart.foundation.pdf import render_pdf

KIND = "payslip"
BEHIND = ("contract__mission", "contract__entity", "membership__user", "line__run", "country")


def issue_payslip(payslip_id: int) -> Document:
    """Make the PDF of an approved payslip, keep it, and tell the member that it is there (no amounts in the mail)."""
    payslip: Payslip = Payslip.objects.approved().select_related(*BEHIND).get(pk=payslip_id)
    language = language_of(payslip)
    context = paper_context(payslip, language=language)
    body = render_pdf("pdf/payslip.html", context, language=language, issued_at=payslip.line.run.approved_at)
    document = issue_document(
        subject=payslip,
        kind=KIND,
        title=context["file_title"],
        content=body,
        language=language,
        membership=payslip.membership,
        visible_to=Visibility.MEMBER,
        retention_class="payslip",
        by=PORTAL,
    )
    _tell(payslip)
    return document


def language_of(payslip: Payslip) -> str:
    """The member's language if the law of the country may be written in it, else the country's first."""
    spoken, allowed = payslip.membership.user.language, payslip.country.languages
    return spoken if spoken in allowed else str(allowed[0])


def paper_context(payslip: Payslip, *, language: str) -> dict[str, Any]:
    """What templates/pdf/payslip.html shows. Costs six queries besides those of the stairs."""
    code = payslip.country.code.code
    token = formats.set_country(code, payslip.currency)
    try:
        with translation.override(language):
            return _context(payslip, code)
    finally:
        formats.reset_country(token)


def masked_iban(iban: str) -> str:
    """The account as it may be shown: country and the last four characters."""
    return f"{iban[:2]}•• •••• •••• {iban[-4:]}" if iban else ""


def _context(payslip: Payslip, code: str) -> dict[str, Any]:
    result = result_of(payslip, country=code)
    profile = Profile.objects.filter(membership_id=payslip.membership_id).first()
    groups = groups_of(result)
    month = formats.month(payslip.month)
    return {
        "country": code,
        "currency": payslip.currency,
        "copy": _("Member's copy"),
        "number": payslip.number,
        "title": payslip.contract.mission.title if payslip.contract.mission else payslip.contract.function,
        "file_title": _("Payslip %(number)s, %(month)s") % {"number": payslip.number, "month": month},
        "issued_on": payslip.country.local(payslip.line.run.approved_at).date(),
        "period_label": month,
        "month": payslip.month,
        "employer": _employer(payslip),
        "worker": _worker(payslip, profile),
        "facts": list(_facts(payslip)),
        "groups": [_group(group) for group in groups if not group.is_employers],
        "net_paid": payslip.net,
        "net_label": _("Net to pay"),
        "promised_on": payslip.promised_on,
        "paid_on": None,
        "pay_to": masked_iban(profile.iban if profile else ""),
        "promise_note": _promise(payslip),
        "waterfall": waterfall_of(payslip),
        "waterfall_note": "",
        "year_label": _("Since January %(year)s") % {"year": payslip.month.year},
        "year_totals": _year_totals(payslip),
        "rights": [],
        "employer_side": [_paper_line(line) for group in groups if group.is_employers for line in group.lines],
        "rules_note": _rules_note(result),
        "unsure": unsure_values(result),
        "mentions": [note.sentence(_) for note in result.notes],
    }


def _employer(payslip: Payslip) -> dict[str, Any]:
    entity = payslip.contract.entity
    place = f"{entity.postal_code} {entity.city}".strip()
    number = _("Employer number %(number)s") % {"number": entity.employer_number} if entity.employer_number else ""
    return {
        "name": entity.name,
        "lines": [line for line in (entity.street, place, entity.company_number) if line],
        "social_number": number,
    }


def _worker(payslip: Payslip, profile: Profile | None) -> dict[str, Any]:
    if profile is None:
        return {"name": payslip.membership.user.full_name, "lines": []}
    place = f"{profile.postal_code} {profile.city}".strip()
    return {"name": profile.legal_name, "lines": [line for line in (profile.street, place) if line]}


def _facts(payslip: Payslip) -> Iterable[dict[str, str]]:
    contract, committee = payslip.contract, payslip.inputs["employer"].get("joint_committee", "")
    yield {"label": _("Personnel number"), "value": payslip.membership.number}
    yield {"label": _("Function"), "value": contract.function}
    if committee:
        yield {"label": _("Joint committee"), "value": str(committee)}
    yield {
        "label": _("Work"),
        "value": _("%(days)s days, %(hours)s hours")
        % {"days": formats.number(contract.days), "hours": formats.number(contract.hours)},
    }
    yield {"label": _("From"), "value": formats.day(contract.starts_on)}
    yield {"label": _("To"), "value": formats.day(contract.ends_on)}
    yield {"label": _("Contract"), "value": contract.reference}


def _group(group: ReadGroup) -> dict[str, Any]:
    return {
        "heading": group.heading,
        "lines": [_paper_line(line) for line in group.lines],
        "total": {"label": group.total.label, "amount": group.total.amount},
    }


def _paper_line(line: ReadLine) -> dict[str, Any]:
    return {
        "label": line.label,
        "base": line.base,
        "quantity": "",
        "rate": line.rate,
        "amount": line.amount,
        "note": "",
    }


def _promise(payslip: Payslip) -> str:
    if payslip.promised_on is None:
        return ""
    return _("We promised to pay you on %(day)s at the latest, whether or not the client has paid.") % {
        "day": formats.day(payslip.promised_on)
    }


def _year_totals(payslip: Payslip) -> list[dict[str, Any]]:
    """The person's approved payslips of the year up to this one, added up."""
    start = datetime.date(payslip.month.year, 1, 1)
    slips = Payslip.objects.approved().filter(
        membership_id=payslip.membership_id, month__gte=start, month__lte=payslip.month, pk__lte=payslip.pk
    )
    sums = slips.aggregate(Sum("gross"), Sum("employee_total"), Sum("tax_total"), Sum("net"))
    return [
        {"label": _("Gross"), "amount": sums["gross__sum"], "total": False},
        {"label": _("Contributions"), "amount": sums["employee_total__sum"], "total": False},
        {"label": _("Tax withheld"), "amount": sums["tax_total__sum"], "total": False},
        {"label": _("Net"), "amount": sums["net__sum"], "total": True},
    ]


def _rules_note(result: PayResult) -> str:
    return _("Rules %(country)s %(version)s, values of %(day)s.") % {
        "country": result.country,
        "version": result.pack_version,
        "day": formats.day(result.on),
    }


def _tell(payslip: Payslip) -> None:
    user = payslip.membership.user
    with in_language_of(user):
        month = formats.month(payslip.month)
        notify(
            user,
            event="payslip_ready",
            key=f"payslip:{payslip.pk}",
            title=_("Your payslip of %(month)s is ready") % {"month": month},
            text=_("It is in the portal, with every line explained and the day your pay is promised for."),
            url=country_url(payslip.country, "invoicing:payslip_detail", payslip.pk),
        )
