"""Who translates which language: administrators of the network name translators and end their work."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from countries.views.access import network_admin_page
from smart.foundation.errors import RuleBroken
from smart.translating.access import translator
from smart.translating.forms import TranslatorForm
from smart.translating.models import Translator
from smart.translating.translators import end_translator, name_translator


@require_http_methods(["GET", "HEAD", "POST"])
@network_admin_page
def translator_people(request: HttpRequest) -> HttpResponse:
    """Everybody who translates, and the form to name somebody; one query."""
    form = TranslatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name_translator(**form.cleaned_data, by=translator(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The person may propose and agree texts in this language now."))
            return redirect("translator_people")
    rows = Translator.objects.working().select_related("user").order_by("language", "pk")
    names = dict(settings.LANGUAGES)
    context = {"form": form, "rows": [{"translator": each, "name": names[each.language]} for each in rows]}
    return render(request, "smart/translator_people.html", context, status=422 if form.errors else 200)


@require_POST
@network_admin_page
def translator_end(request: HttpRequest, pk: int) -> HttpResponse:
    end_translator(get_object_or_404(Translator.objects.all(), pk=pk), by=translator(request))
    messages.success(request, _("The person translates this language no longer."))
    return redirect("translator_people")
