"""What a person is told, and what of it by mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members.access import actor_of, applicant_page, unlisted_page
from members.forms.notice_choices import NoticeChoicesForm
from members.notice_groups import GROUPS
from members.rules import notice_choices
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@applicant_page
def notice_preferences(request: HttpRequest) -> HttpResponse:
    """For members, applicants and staff: each their own, in this country."""
    initial = {
        "groups": notice_choices.mailed_groups(request.user),
        "rhythm": notice_choices.rhythm_of(request.user).value,
    }
    form = NoticeChoicesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        notice_choices.choose_mails(request.user, by=actor_of(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("members:notice_preferences")
    context = {"form": form, "kept": [group for group in GROUPS.values() if not group.is_optional]}
    return render(request, "members/preferences.html", context, status=422 if form.errors else 200)


@csrf_exempt  # mail programs send the form of RFC 8058 themselves, without a page before it; it can only stop mails
@require_http_methods(["GET", "POST"])
@unlisted_page
def notice_stop(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in a mail, without signing in: no more mails of that group."""
    try:
        user, group = notice_choices.read_stop_token(token)
        if request.method == "POST":
            notice_choices.stop_mails(user, group=group, now=timezone.now())
    except RuleBroken as broken:
        return render(request, "members/notice_stop.html", {"refusal": broken.message}, status=broken_status(broken))
    context = {"group": GROUPS[group], "is_done": request.method == "POST"}
    return render(request, "members/notice_stop.html", context)


def broken_status(broken: RuleBroken) -> int:
    return 404 if broken.code == "stop_link_unknown" else 422
