"""The payslip on paper: its PDF is made once its pay is posted, kept in the vault, and its member is told.

What its country's law wants on it is data (`papers.yaml` of the pack). It is written in a language of that law; when the
member reads another one, every label has its translation beside it, and our own explanations are in the member's.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities.rules.paper_facts import masked_iban as masked_iban
from activities.rules.papers import Missing, ReadSection, Speaker, in_pairs, read_sections, speaker_for
from countries import registry
from countries.addresses import country_url
from countries.contract import PayResult
from invoicing.models import Payslip
from invoicing.models.payroll import RunKind
from invoicing.rules import corrections
from invoicing.rules.pay_words import pay_name
from invoicing.rules.payslip_facts import payslip_facts
from invoicing.rules.payslip_lines import (
    ReadChange,
    ReadGroup,
    ReadLine,
    figures_of,
    groups_of,
    read_changes,
    unsure_values,
)
from invoicing.rules.payslips import result_of
from invoicing.rules.waterfall_of import waterfall_of
from members.models import Document, Profile
from members.models.document import Visibility
from members.rules.documents import issue_document
from members.rules.notices import in_language_of, notify
from smart.foundation import formats
from smart.foundation.actors import PORTAL
from smart.foundation.pdf import render_pdf

KIND: Final = "payslip"
BEHIND: Final = (
    "contract__mission__client",
    "contract__entity",
    "contract__membership__user",
    "membership__user",
    "line__run",
    "line__corrects",
    "country",
)
WORDS: Final = {
    "payslip": gettext_noop("Payslip"),
    "lines": gettext_noop("The pay, line by line"),
    "line": gettext_noop("Line"),
    "base": gettext_noop("Base"),
    "rate": gettext_noop("Rate"),
    "amount": gettext_noop("Amount"),
    "law": gettext_noop("Law"),
    "worker": gettext_noop("Worker"),
    "employer": gettext_noop("Employer"),
    "net": gettext_noop("Net to pay"),
    "more": gettext_noop("Other figures of this pay"),
    "share": gettext_noop("Share of the cooperative"),
    "account": gettext_noop("Paid to your account"),
}
"""What the template says by itself, in the paper's language and beside it in the reader's."""


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """A payslip read against the law of its country: the sections to print, and what is missing."""

    sections: list[ReadSection]
    missing: list[Missing]
    figures: list[ReadLine]


def issue_payslip(payslip_id: int) -> Document:
    """Make the PDF of an approved payslip, keep it, and tell the member that it is there (no amounts in the mail)."""
    payslip: Payslip = Payslip.objects.approved().select_related(*BEHIND).get(pk=payslip_id)
    speaker = speaker_of(payslip)
    context = paper_context(payslip, speaker=speaker)
    body = render_pdf("pdf/payslip.html", context, language=speaker.first, issued_at=payslip.line.run.approved_at)
    document = issue_document(
        subject=payslip,
        kind=KIND,
        title=context["file_title"],
        content=body,
        language=speaker.first,
        membership=payslip.membership,
        visible_to=Visibility.MEMBER,
        retention_class="payslip",
        by=PORTAL,
    )
    _tell(payslip)
    return document


def speaker_of(payslip: Payslip) -> Speaker:
    """The member's language if the law of the country may be written in it, else the country's with a translation."""
    lawful = registry.pack_for(payslip.country.code.code).pack.languages or tuple(payslip.country.languages)
    return speaker_for(spoken=payslip.membership.user.language, lawful=lawful)


def paper_context(payslip: Payslip, *, speaker: Speaker) -> dict[str, Any]:
    """What templates/pdf/payslip.html shows. Costs nine queries besides those of the stairs."""
    code = payslip.country.code.code
    token = formats.set_country(code, payslip.currency)
    try:
        with translation.override(speaker.first):
            return _context(payslip, code, speaker)
    finally:
        formats.reset_country(token)


def read_paper(payslip: Payslip, result: PayResult, *, profile: Profile | None, speaker: Speaker) -> ReadPaper:
    """Read the payslip against what its country's law asks of it; a country without such a list asks nothing here."""
    papers = registry.pack_for(result.country).pack.papers
    wanted = papers.payslip if papers is not None else ()
    facts = payslip_facts(payslip, result, profile=profile)
    sections, missing = read_sections(wanted, facts=facts.get, kind=result.kind, speaker=speaker)
    named = {row.name for section in wanted for row in section.rows if row.party == "line"}
    return ReadPaper(sections, missing, figures_of(result, without=named, speaker=speaker))


def counted_lines(code: str) -> frozenset[str]:
    """The lines of a country's pay that count days instead of moving money, as its papers name them."""
    papers = registry.pack_for(code).pack.papers
    rows = [row for section in papers.payslip for row in section.rows] if papers is not None else []
    return frozenset(row.name for row in rows if row.is_count and row.party == "line")


def _context(payslip: Payslip, code: str, speaker: Speaker) -> dict[str, Any]:
    result = result_of(payslip, country=code)
    profile = Profile.objects.filter(membership_id=payslip.membership_id).first()
    paper = read_paper(payslip, result, profile=profile, speaker=speaker)
    groups, facts = groups_of(result, speaker=speaker), in_pairs(paper.sections)
    month = formats.month(payslip.month)
    shown = {
        "country": code,
        "currency": payslip.currency,
        "copy": _("Member's copy"),
        "number": payslip.number,
        "title": pay_name(payslip) or _work(payslip),
        "file_title": _("Payslip %(number)s, %(month)s") % {"number": payslip.number, "month": month},
        "issued_on": payslip.country.local(payslip.line.run.approved_at).date(),
        "period_label": month,
        "month": payslip.month,
        "also": speaker.second,
        "words": {name: speaker.say(msgid) for name, msgid in WORDS.items()},
        "employer_name": payslip.contract.entity.name,
        "worker_name": profile.legal_name if profile else payslip.membership.user.full_name,
        "fact_pairs": facts[:1],
        "more_pairs": facts[1:],
        "amount_sections": [section for section in paper.sections if section.amounts],
        "sentences": [row for section in paper.sections for row in section.clauses],
        "figures": paper.figures,
        "groups": [group for group in groups if not group.is_employers],
        "employer_side": _employer_side(groups, paper),
        "net_paid": payslip.net,
        "withheld": _withheld(payslip),
        "promised_on": payslip.promised_on,
        "paid_on": None,
        "pay_to": masked_iban(profile.iban if profile else ""),
    }
    with translation.override(speaker.second or speaker.first):
        return shown | _explained(payslip, result)


def _withheld(payslip: Payslip) -> dict[str, Any] | None:
    """The part of a share taken from this pay, and what goes to the account; None when none is taken. One query."""
    taken = payslip.share_instalments.first()
    return None if taken is None else {"share": -taken.amount, "account": payslip.net - taken.amount}


def _explained(payslip: Payslip, result: PayResult) -> dict[str, Any]:
    """What we say to the member ourselves, in the active language."""
    return {
        "promise_note": _promise(payslip),
        "waterfall": None if payslip.line.kind == RunKind.CORRECTION else waterfall_of(payslip),
        "changes": _changes(payslip),
        "reason": payslip.line.reason,
        "waterfall_heading": _("From the client’s euro to mine"),
        "waterfall_note": "",
        "rules_note": _rules_note(result),
        "unsure": unsure_values(result),
        "unsure_heading": _("Not verified:"),
        "mentions": [note.sentence(_) for note in result.notes],
    }


def _work(payslip: Payslip) -> str:
    return str(payslip.contract.mission.title if payslip.contract.mission else payslip.contract.function)


def _changes(payslip: Payslip) -> list[ReadChange]:
    if payslip.line.kind != RunKind.CORRECTION:
        return []
    changes = corrections.explained(payslip, country=payslip.country.code.code)
    return read_changes(changes, language=translation.get_language() or "en")


def _employer_side(groups: list[ReadGroup], paper: ReadPaper) -> list[ReadGroup]:
    """What the employer pays, without the lines the law has in an order of its own (they stand there already)."""
    there = {row.path for section in paper.sections for row in section.amounts}
    sides = [group for group in groups if group.is_employers]
    left = [
        replace(group, lines=tuple(line for line in group.lines if f"line.{line.code}" not in there)) for group in sides
    ]
    return [group for group in left if group.lines]


def _promise(payslip: Payslip) -> str:
    if payslip.promised_on is None:
        return ""
    return _("We promised to pay you on %(day)s at the latest, whether or not the client has paid.") % {
        "day": formats.day(payslip.promised_on)
    }


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
