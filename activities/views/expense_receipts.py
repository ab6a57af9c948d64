"""Add, read and mend one expense. A photo is kept before the form around it is right: a mistake never loses it."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from activities.forms.expense import ReceiptForm, TariffForm
from activities.models import Activity, Receipt, ReceiptFile
from activities.rules import expense_files, expense_receipts
from activities.rules.expense_tariffs import category_words, tariff_sentence
from activities.views.expenses_shown import computed_words, receipt_line, unit_words
from countries.expenses import ExpenseCategory, categories_of, category_of, questions_of, tariff_for
from countries.pay import LawError
from members.access import actor_of, member_page
from smart.foundation import formats
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.uploads import file_response, read_upload, thumbnail_of

LIST, PAGE = "activities:expense_list", "activities:receipt"
Form = ReceiptForm | TariffForm


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def receipt_add(request: HttpRequest) -> HttpResponse:
    """A receipt with its photo; the other sorts of expense are a link away."""
    return _answer(request, None, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def receipt_add_tariff(request: HttpRequest, category: str) -> HttpResponse:
    """A trip, a day away or a meal at the country's tariff."""
    return _answer(request, _tariff_category(request, category), None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """A receipt of mine: to mend as long as it is not sent, then to read."""
    rows = Receipt.objects.of_user(request.user.pk).select_related(
        "activity__membership__user", "activity__entity", "claim", "file", "country"
    )
    row = get_object_or_404(rows, pk=pk)
    if row.claim is not None and not row.claim.is_writable:
        if request.method == "POST":
            raise Conflict("receipt_sent", _("The receipt was sent meanwhile. Nothing was changed."))
        context = {"row": receipt_line(row), "receipt": row, "charged": row.charged}
        return render(request, "activities/expense_receipt.html", context)
    category = None if row.kind == "receipt" else _tariff_category(request, row.category)
    return _answer(request, category, row)


@require_safe
@member_page
def receipt_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo or PDF of mine, whether a receipt names it or not; `?small` is a picture for lists."""
    file = get_object_or_404(ReceiptFile.objects.filter(membership=request.membership), pk=pk)
    return shown_file(file, is_small="small" in request.GET, is_download="download" in request.GET)


def shown_file(file: ReceiptFile, *, is_small: bool = False, is_download: bool = False) -> HttpResponse:
    """A stored photo in its place or as a download; a PDF always as a download, for nothing of it may run."""
    content = expense_files.read_receipt_file(file)
    if is_small and file.is_picture:
        content = thumbnail_of(content)
    stem = slugify(file.name.rpartition(".")[0] or file.name) or "receipt"
    name = f"{stem}.{file.storage_name.rpartition('.')[2]}"
    return file_response(content, content_type=file.content_type, name=name, is_shown=not is_download)


def _answer(request: HttpRequest, category: ExpenseCategory | None, row: Receipt | None) -> HttpResponse:
    activities = list(
        Activity.objects.of_user(request.user.pk).open().select_related("membership__user", "entity").order_by("name")
    )
    if not activities:
        return render(request, "activities/expense_add.html", {"has_activity": False})
    before = _made_before(request) if row is None else None
    if before is not None:
        return _next(request, before, is_new=True)
    kept, refused = _kept_file(request, row) if category is None else (None, None)
    form = _form(request, activities, category, row, has_file=kept is not None)
    if refused is not None and form.is_bound:
        form.add_rule_error(refused)
    saved = _saved(request, form, kept, row)
    if saved is not None:
        return _next(request, saved, is_new=row is None)
    return _page(request, form, category, row, kept)


def _made_before(request: HttpRequest) -> Receipt | None:
    """The receipt which this very form made already: the answer was lost on the way, and it is sent again."""
    try:
        once = uuid.UUID(request.POST.get("submission_id", ""))
    except ValueError:
        return None
    found: Receipt | None = Receipt.objects.of_user(request.user.pk).filter(submission_id=once).first()
    return found


def _kept_file(request: HttpRequest, row: Receipt | None) -> tuple[ReceiptFile | None, RuleBroken | None]:
    """The photo of this form: the one just handed in, kept at once, or the one that was kept before."""
    given, typed = request.FILES.get("file"), request.POST.get("kept", "")
    before = row.file if row is not None else None
    if typed.isdecimal() and len(typed) < 19:
        mine = ReceiptFile.objects.filter(membership=request.membership)
        before = mine.filter(pk=int(typed)).first() or before
    if given is None:
        return before, None
    try:
        safe = read_upload(given)
        return expense_files.keep_file(request.membership, given=safe, by=actor_of(request), now=timezone.now()), None
    except Conflict:
        raise
    except RuleBroken as broken:
        own = row is not None and broken.params.get("first") == row.pk
        return before, None if own else broken


def _form(
    request: HttpRequest,
    activities: list[Activity],
    category: ExpenseCategory | None,
    row: Receipt | None,
    *,
    has_file: bool,
) -> Form:
    is_sent = request.method == "POST"
    data = request.POST if is_sent else None
    day = _day_of(request, row)
    shared: dict[str, Any] = {"activities": activities, "receipt": row, "currency": request.country.currency}
    code = str(request.country.code)
    if category is not None:
        try:
            questions = questions_of(code, category.code, on=day)
        except LawError:
            questions = ()
        return TariffForm(data, questions=questions, category=category, **shared)
    plain = [each for each in categories_of(code, day) if each.kind == "receipt"]
    hint = _address_hint(request, activities, day)
    files = request.FILES if is_sent else None
    return ReceiptForm(data, files, categories=plain, has_file=has_file, address_hint=hint, **shared)


def _saved(request: HttpRequest, form: Form, kept: ReceiptFile | None, row: Receipt | None) -> Receipt | None:
    """The receipt when the form was readable and the rule agreed; otherwise the form says why."""
    if not form.is_bound or not form.is_valid():
        return None
    told = form.told(kept) if isinstance(form, ReceiptForm) else form.told()
    try:
        return expense_receipts.save_receipt(
            form.chosen_activity(),
            told=told,
            by=actor_of(request),
            now=timezone.now(),
            receipt=row,
            submission_id=form.cleaned_data["submission_id"] if row is None else None,
        )
    except Conflict:
        raise
    except RuleBroken as broken:
        if broken.field == "is_double_confirmed":
            form.allow_confirming()
        form.add_rule_error(broken)
        return None


def _next(request: HttpRequest, saved: Receipt, *, is_new: bool) -> HttpResponse:
    if saved.claim_id and not is_new:
        messages.success(request, _("The receipt is changed."))
        return _go(request, reverse("invoicing:expense_claim", args=[saved.claim_id]))
    facts = {"amount": formats.money(saved.gross, request.country.currency)}
    words = _("Kept: %(amount)s lie in your drawer until you claim them.") if is_new else _("The receipt is changed.")
    messages.success(request, words % facts if is_new else words)
    return _go(request, reverse(LIST))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """On to the next page; what sends a kept receipt (kept.js) goes there itself, so that the page's message is read."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _page(
    request: HttpRequest, form: Form, category: ExpenseCategory | None, row: Receipt | None, kept: ReceiptFile | None
) -> HttpResponse:
    if kept is not None and "kept" in form.fields:
        form.data = {**form.data.dict(), "kept": kept.pk} if form.is_bound else form.data
        form.initial["kept"] = kept.pk
    code, today = str(request.country.code), request.country.today()
    others = [each for each in categories_of(code, today) if each.kind != "receipt"]
    context = {
        "has_activity": True,
        "form": form,
        "kept": kept,
        "receipt": row,
        "category": category_words(category.code) if category else "",
        "tariff": _tariff_words(request, category, _day_of(request, row)) if category else "",
        "computed": computed_words(row) if row is not None else "",
        "others": [
            {"code": each.code, "label": category_words(each.code)}
            for each in others
            if row is None and (category is None or each.code != category.code)
        ],
    }
    return render(request, "activities/expense_add.html", context, status=422 if form.errors else 200)


def _tariff_category(request: HttpRequest, code: str) -> ExpenseCategory:
    try:
        found = category_of(str(request.country.code), code, on=request.country.today())
    except LawError as unknown:
        raise Http404 from unknown
    if found.kind == "receipt":
        raise Http404
    return found


def _tariff_words(request: HttpRequest, category: ExpenseCategory, day: datetime.date) -> str:
    """What the tariff is called; its amount, day and source where no answer is needed to know them."""
    code = str(request.country.code)
    try:
        if questions_of(code, category.code, on=day):
            return category.note
        tariff = tariff_for(code, category.code, on=day, facts={})
    except LawError as unknown:
        return tariff_sentence(unknown, category, day=day)
    facts = {
        "amount": formats.number(tariff.amount),
        "currency": formats.currency_sign(request.country.currency),
        "unit": unit_words(tariff.unit),
        "since": formats.day(tariff.since),
        "source": tariff.source,
    }
    words = _("%(amount)s %(currency)s for 1 %(unit)s, in force since %(since)s (%(source)s).") % facts
    return f"{category.note}. {words}" if category.note else words


def _address_hint(request: HttpRequest, activities: list[Activity], day: datetime.date) -> str:
    limit = expense_receipts.address_limit(request.country, on=day)
    if limit is None:
        return ""
    facts = {
        "limit": formats.money(limit, request.country.currency),
        "address": expense_receipts.address_of(activities[0]),
    }
    return _("Needed from %(limit)s on: %(address)s.") % facts


def _day_of(request: HttpRequest, row: Receipt | None) -> datetime.date:
    """The day the form is about, as far as it can be read: its questions are those of the tariff of that day."""
    today: datetime.date = request.country.today()
    try:
        typed = datetime.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return row.day if row is not None else today
    return min(typed, today)
