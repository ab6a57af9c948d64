"""Pages for what went wrong, in the person's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere."""
    message = _(
        "This form was open for too long or came from another page. Go back, reload the page and send it again."
    )
    return render(request, "403.html", {"message": message}, status=403)
