"""Background work of this room: the papers of contracts and quotes, and declarations on their way to an authority."""

from collections.abc import Iterable

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activities.contract_paper import contract_context, speaker_of
from activities.models import Contract, OrderVersion
from activities.place import entered_country
from activities.quote_paper import issued_at, quote_context
from activities.rules import declaration_sending, employment_confirmation
from activities.rules.order_versions import PAPER as QUOTE_PAPER
from members.models.document import Visibility
from members.rules.documents import issue_document
from smart.foundation.actors import PORTAL
from smart.foundation.jobs import Job, Step
from smart.foundation.pdf import render_pdf


def render_contract(job: Job) -> Iterable[Step]:
    """Make the PDF: version 1 to be signed, version 2 showing both signatures. Rendered again it is the same bytes."""
    contract_id, version = int(job.payload["contract"]), int(job.payload["version"])
    return [lambda: _print(contract_id, version=version)]


def render_quote(job: Job) -> Iterable[Step]:
    """Make the paper of one version of an order: as it was sent and, once it is answered, with the proof."""
    wanted = int(job.payload["version"])
    return [lambda: _print_quote(wanted)]


def render_confirmation(job: Job) -> Iterable[Step]:
    """Make the confirmation of employment and pay a member asked for."""
    wanted = int(job.payload["contract"])
    return [lambda: _confirm(wanted)]


def send_declaration(job: Job) -> Iterable[Step]:
    """Hand one declaration to its adapter; a second worker finds it sent and leaves it alone."""
    wanted = int(job.payload["declaration"])
    return [lambda: _send(wanted)]


def _confirm(contract_id: int) -> None:
    employment_confirmation.issue_confirmation(contract_id)


def _send(declaration_id: int) -> None:
    declaration_sending.send_now(declaration_id, by=PORTAL, now=timezone.now())


def _print_quote(version_id: int) -> None:
    people = ("order__mission__client", "order__mission__activity__membership")
    version = OrderVersion.objects.select_related(*people).get(pk=version_id)
    answer, country, mission = version.answers.first(), entered_country(), version.order.mission
    assert mission.client is not None
    language = mission.client.language
    with translation.override(language), timezone.override(country.time_zone):
        context = quote_context(version, answer, country=country)
        content = render_pdf("pdf/quote.html", context, language=language, issued_at=issued_at(version, answer))
        issue_document(
            subject=version,
            kind=QUOTE_PAPER,
            title=_("Quote %(reference)s, version %(version)d")
            % {"reference": mission.reference, "version": version.version},
            content=content,
            language=language,
            membership=mission.activity.membership,
            visible_to=Visibility.CLIENT,
            retention_class="accounting",
            by=PORTAL,
        )


def _print(contract_id: int, *, version: int) -> None:
    people = ("membership__user", "entity", "mission__client", "activity")
    contract = Contract.objects.select_related(*people).get(pk=contract_id)
    country = entered_country()
    speaker = speaker_of(contract, country)
    language = speaker.first
    with translation.override(language), timezone.override(country.time_zone):
        context = contract_context(contract, country=country, speaker=speaker, with_signatures=version == 2)
        last_signed = contract.signatures.aggregate(at=Max("signed_at"))["at"]
        issued_at = last_signed if version == 2 else contract.validated_at
        assert issued_at is not None  # validated before it is printed
        content = render_pdf("pdf/contract.html", context, language=language, issued_at=issued_at)
        issue_document(
            subject=contract,
            kind="contract",
            title=f"{context['kind_label'].text} {contract.reference}",
            content=content,
            language=language,
            membership=contract.membership,
            visible_to=Visibility.MEMBER,
            retention_class="contract",
            by=PORTAL,
        )
