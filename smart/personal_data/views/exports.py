"""My data to take along: ask, see how far it is, fetch it."""

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from countries.addresses import global_url
from members.access import actor_of, applicant_page
from members.models import DataExport
from members.views.me import signed_in_lately
from smart.foundation.errors import RuleBroken
from smart.personal_data import exports
from smart.personal_data.gathering import with_numbers


@require_GET
@applicant_page
def my_data(request: HttpRequest) -> HttpResponse:
    """What a copy holds, the newest one and how far it is. Also for applicants and those who left."""
    if request.membership is None:
        raise Http404
    newest = exports.newest_export(request.membership)
    context = {
        "export": newest,
        "is_open": newest is not None and newest.is_open(timezone.now()),
        "has_failed": newest is not None and exports.has_failed(newest),
        "minutes": settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60,
        "is_member": bool(request.membership.number) and request.membership.state != "left",
    }
    return render(request, "smart/personal_data/my_data.html", context)


@require_POST
@applicant_page
def export_ask(request: HttpRequest) -> HttpResponse:
    if request.membership is None:
        raise Http404
    try:
        exports.request_export(request.membership, by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("We gather your data. It takes a few minutes; you hear from us when it is ready."))
    return redirect("personal_data:my_data")


@require_POST
@applicant_page
def export_fetch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, only to its owner and only shortly after they proved who they are."""
    member = request.membership
    export = get_object_or_404(
        DataExport.objects.select_related("membership__user"), pk=pk, membership_id=member.pk if member else None
    )
    if not signed_in_lately(request):
        query = urlencode({"next": reverse("personal_data:my_data")})
        return HttpResponseRedirect(f"{global_url('account_reauthenticate')}?{query}")
    try:
        exports.record_fetch(export, by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("personal_data:my_data")
    with default_storage.open(export.storage_name) as stored:
        content = with_numbers(stored, export.membership)
    name = f"smart-{export.ready_at:%Y-%m-%d}.zip"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
