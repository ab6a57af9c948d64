"""Two accountants read a row of the VAT table in its source. A row whose content changed is to be read again."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries import vat_book
from countries.contract import VatRow
from countries.guards import require_awake
from countries.models import Country
from countries.vat_table import VatRule
from invoicing import perms
from invoicing.models import VatRowReview
from invoicing.states import DecisionState
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move


@transaction.atomic
def review_row(rule: VatRule, *, country: Country, note: str, by: Actor) -> VatRowReview:
    """Say that the row reads as its source: it waits for a second accountant. Raises Conflict when it was said already."""
    _require(by)
    require_awake(country)
    code = country.code.code
    try:
        with transaction.atomic():
            return VatRowReview.objects.create(
                row=rule.id,
                content_hash=vat_book.content_hash(code, rule),
                content=vat_book.content_of(code, rule),
                note=note.strip(),
                reviewed_at=timezone.now(),
                reviewed_by_id=by.user_id,
                reviewed_by_label=by.label,
            )
    except IntegrityError as clash:
        if "invoicing_vatrowreview_once" not in str(clash):
            raise
        raise Conflict(
            "row_reviewed", _("The row %(row)s was reviewed meanwhile, as it reads now.") % {"row": rule.id}
        ) from None


@transaction.atomic
def confirm_review(
    review: VatRowReview, *, country: Country, entered: tuple[VatRow, ...] = (), by: Actor
) -> VatRowReview:
    """Agree as the second person. Raises RuleBroken("row_changed") when the row no longer reads as it was reviewed."""
    _require(by)
    require_awake(country)
    locked = _locked(review)
    if locked.reviewed_by_id == by.user_id:
        raise NotAllowed(_("You reviewed this row yourself. Another accountant must agree."))
    rule = vat_book.find_rule(country.code.code, locked.row, entered=entered)
    if rule is None or vat_book.content_hash(country.code.code, rule) != locked.content_hash:
        raise RuleBroken(
            "row_changed",
            _(
                "The row %(row)s has changed since %(who)s reviewed it. Refuse this review, and review the row as it reads now."
            )
            % {"row": locked.row, "who": locked.reviewed_by_label},
        )
    return _decide(locked, DecisionState.DONE, by=by)


@transaction.atomic
def refuse_review(review: VatRowReview, *, country: Country, reason: str, by: Actor) -> VatRowReview:
    """Disagree, or take the own review back; the row is to be reviewed again. Field: reason."""
    _require(by)
    require_awake(country)
    locked = _locked(review)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say what does not agree with the source."), field="reason")
    return _decide(locked, DecisionState.REFUSED, by=by, reason=reason.strip())


def is_reviewed(row: str, *, country: Country, entered: tuple[VatRow, ...]) -> bool:
    """Whether two people have reviewed the row as it reads now. One query."""
    rule = vat_book.find_rule(country.code.code, row, entered=entered)
    if rule is None:
        return False
    content = vat_book.content_hash(country.code.code, rule)
    return bool(VatRowReview.objects.filter(row=row, content_hash=content, state=DecisionState.DONE).exists())


def _require(by: Actor) -> None:
    if not perms.may_review_vat(by) or by.user_id is None:
        raise NotAllowed(_("Only an accountant may review the rows of the VAT table."))


def _locked(review: VatRowReview) -> VatRowReview:
    found: VatRowReview = VatRowReview.objects.select_for_update(of=("self",), no_key=True).get(pk=review.pk)
    if found.state != DecisionState.PROPOSED:
        raise Conflict(
            "review_decided",
            _("The review of %(row)s was decided meanwhile: %(state)s.")
            % {"row": found.row, "state": found.get_state_display()},
        )
    return found


def _decide(review: VatRowReview, state: DecisionState, *, by: Actor, reason: str = "") -> VatRowReview:
    review.second_at, review.second_by_id, review.second_by_label = timezone.now(), by.user_id, by.label
    review.save(update_fields=["second_at", "second_by_id", "second_by_label"])
    move(review, to=state, by=by, reason=reason)
    return review
