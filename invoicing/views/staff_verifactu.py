"""Spain's chained invoicing records: the list with its proof, and the file for the tax agency."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activities.views.staff_queue import decided, paged
from countries.models import LegalEntity
from invoicing.forms_einvoices import RecordsForm
from invoicing.models import VerifactuChain, VerifactuRecord
from invoicing.rules import verifactu, verifactu_chain
from members.access import actor_of, staff_page


@require_safe
@staff_page("accounting", "adviser")
def verifactu_list(request: HttpRequest) -> HttpResponse:
    """The records, newest first, each held against the one before it."""
    return _page(request, RecordsForm(entities=_entities()))


@require_POST
@staff_page("accounting")
def verifactu_export(request: HttpRequest) -> HttpResponse:
    """The records asked for as a message for the tax agency; nothing about them changes."""
    form = RecordsForm(request.POST, entities=_entities())
    made: list[bytes] = []

    def export(data: dict[str, Any]) -> None:
        entity = get_object_or_404(LegalEntity, pk=data["entity"])
        found = verifactu.export_records(entity, first=data["first"], last=data["last"], by=actor_of(request))
        made.append(found)

    if not decided(form, export):
        return _page(request, form)
    name = f"verifactu-{form.cleaned_data['first']}-{form.cleaned_data['last']}.xml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made[0], content_type="application/xml", headers=headers)


def _entities() -> list[tuple[str, str]]:
    """The legal entities that have a chain, with its length."""
    rows = VerifactuChain.objects.select_related("entity").order_by("entity__name")
    return [(str(row.entity_id), _named(row)) for row in rows]


def _named(chain: VerifactuChain) -> str:
    words = ngettext("%(entity)s: %(count)s record", "%(entity)s: %(count)s records", chain.length)
    return words % {"entity": chain.entity, "count": chain.length}


def _page(request: HttpRequest, form: RecordsForm) -> HttpResponse:
    page, query = paged(request, VerifactuRecord.objects.select_related("entity").newest_first())
    country = request.country
    start = verifactu.start_of(country, on=country.today()) if verifactu.is_spanish(country) else None
    context = {
        "page": page,
        "query": query,
        "rows": _rows(list(page)),
        "form": form,
        "start": start,
        "is_doubtful": start is not None and start.confidence != "verified",
        "has_begun": start is not None and country.today() >= start.since,
        "may_export": actor_of(request).has_role("accounting", "country_admin"),
    }
    return render(request, "invoicing/verifactu_list.html", context, status=422 if form.errors else 200)


def _rows(records: list[VerifactuRecord]) -> list[dict[str, Any]]:
    """Each record with what is wrong with it, empty when it is whole. Costs a query."""
    before = VerifactuRecord.objects.filter(position__in=[record.position - 1 for record in records])
    known = {(row.entity_id, row.position): row for row in before}
    return [
        {
            "record": record,
            "faults": list(verifactu_chain.faults(record, previous=known.get((record.entity_id, record.position - 1)))),
        }
        for record in records
    ]
