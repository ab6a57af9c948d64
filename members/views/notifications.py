"""What the portal told a person in this country."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from members.access import applicant_page
from members.models import Notification

PER_PAGE = 25


@require_GET
@applicant_page
def notification_list(request: HttpRequest) -> HttpResponse:
    notices = Notification.objects.to_user(request.user.pk)
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "has_unread": any(notice.read_at is None for notice in page)}
    return render(request, "members/notification_list.html", context)


@require_POST
@applicant_page
def notification_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    notice = get_object_or_404(Notification, pk=pk, user_id=request.user.pk)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    if notice.url.startswith("/") and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("members:notification_list")


@require_POST
@applicant_page
def notification_read_all(request: HttpRequest) -> HttpResponse:
    Notification.objects.to_user(request.user.pk).unread().update(read_at=timezone.now())
    return redirect("members:notification_list")
