"""What a person is told, and what of it by mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.access import actor_of, applicant_page
from members.forms.notice_choices import NoticeChoicesForm
from members.notice_groups import GROUPS
from members.rules import notice_choices


@require_http_methods(["GET", "POST"])
@applicant_page
def notice_preferences(request: HttpRequest) -> HttpResponse:
    """For members, applicants and staff: each their own, in this country."""
    initial = {"groups": notice_choices.mailed_groups(request.user)}
    form = NoticeChoicesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        notice_choices.choose_mails(request.user, by=actor_of(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("members:notice_preferences")
    context = {"form": form, "kept": [group for group in GROUPS.values() if not group.is_optional]}
    return render(request, "members/preferences.html", context, status=422 if form.errors else 200)
