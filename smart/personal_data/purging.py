"""Every day: tell of papers that go for good in 90 days, and put on the list what has reached its day."""

import datetime
from collections.abc import Iterable
from typing import Final

from django.db.models import Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from invoicing.models import BankEntry, EmployerReturn, Payable, TransferFile
from members.models import (
    Document,
    Erasure,
    ErasurePart,
    Leaving,
    LegalHold,
    Membership,
    OutgoingMail,
    ThreadRead,
    User,
)
from members.rules import notices
from members.rules.legal_holds import held_classes
from members.states import ErasureState
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL
from smart.foundation.erasing import erasing
from smart.foundation.jobs import Job, Step
from smart.foundation.states import move
from smart.personal_data.classes import OWN, DataClass, classes_about_people, rows_of
from smart.personal_data.erasing import LETTERS, WHY
from smart.personal_data.removing import blank, children_first, erase_trail, take_out

AHEAD: Final = datetime.timedelta(days=90)
WANTED: Final = frozenset({"payslip", "contract"})
"""Classes of papers a person may still want for their pension: these are told of before they go."""
PROOF: Final = frozenset({"members.Erasure", "members.ErasurePart", "members.LegalHold", "members.Membership"})
"""That it was asked, decided and done stays provable: without a name, and the words go with the last class."""
SHARED: Final = (TransferFile._meta.db_table, EmployerReturn._meta.db_table)
MAILS_KEPT: Final = datetime.timedelta(days=35)
"""How long a mail to somebody who is forgotten stays in the outbox: as long as a backup."""
KIND: Final = "purge_person"


def purge_by_the_day(*, on: datetime.date) -> int:
    """Tell, then enqueue every class whose day has passed and that no court case needs; return how many."""
    held = _held_here()
    parts = ErasurePart.objects.filter(erasure__state=ErasureState.RESTRICTED, gone_at=None)
    parts = parts.select_related("erasure__membership__country")
    for part in parts.filter(kept_until__lt=on + AHEAD, told_on=None, retention__in=WANTED):
        if not _is_held(part, held):
            _tell(part, on=on)
    due = [part for part in parts.filter(kept_until__lt=on) if may_go(part, on=on) and not _is_held(part, held)]
    for part in due:
        jobs.enqueue(KIND, key=f"{part.pk}:{part.kept_until}", payload={"part": part.pk})
    _forget_old_mails(held)
    _forget_shared_papers(on=on)
    waiting = ErasurePart.objects.filter(gone_at=None).values("erasure_id")
    for erasure in Erasure.objects.held().exclude(pk__in=waiting):
        _finish(erasure.pk)
    return len(due)


def may_go(part: ErasurePart, *, on: datetime.date) -> bool:
    """Past its day, and the person was told 90 days before where they may still want it."""
    if not part.is_due(on):
        return False
    return part.retention not in WANTED or (part.told_on is not None and part.told_on + AHEAD <= on)


def purge_person(job: Job) -> Iterable[Step]:
    """Take one class out, then again those that went before and had to leave rows behind; the last one forgets the rest.

    A class that a court case holds by now stays: the day after the hold ends it is asked again.
    """
    part = ErasurePart.objects.select_related("erasure__membership__user").get(pk=job.payload["part"])
    if part.gone_at is not None:
        return [lambda: _finish(part.erasure_id)]
    if _is_held(part, _held_here()):
        return []
    return [lambda: _purge(part), lambda: _finish(part.erasure_id)]


def _purge(part: ErasurePart) -> None:
    member = part.erasure.membership
    gone = ErasurePart.objects.filter(erasure_id=part.erasure_id).exclude(gone_at=None)
    classes = {part.retention, *gone.values_list("retention", flat=True)}
    classes -= held_classes(member.pk)
    kept = [each for each in classes_about_people() if each.erasure == "keep" and each.retention in classes]
    kept = [each for each in kept if each.label not in PROOF]
    with erasing(reason=WHY):
        _take_out_papers(member, classes)
        if LETTERS not in held_classes(member.pk):
            ThreadRead.objects.filter(thread__membership_id=member.pk).delete()  # also those of the staff: threads go
        for each in children_first(kept):
            take_out(each, rows_of(each, member, is_all=True))
        if part.retention == "accounting":
            _forget_payee(member)
    _close_part(part)


def _close_part(part: ErasurePart) -> None:
    """It is gone, unless a paper that came after the erasure (a statement of the last year) has a later day: then that one."""
    papers = Document.objects.filter(
        membership_id=part.erasure.membership_id, retention_class=part.retention, retain_until__gte=part.kept_until
    )
    later = papers.aggregate(last=Max("retain_until"))["last"]
    rows = ErasurePart.objects.filter(pk=part.pk)
    if later is None:
        rows.update(gone_at=timezone.now())
    else:
        rows.update(kept_until=later)


def _take_out_papers(membership: Membership, classes: set[str]) -> None:
    """Papers name their class themselves; one of a later year than the class's day waits for its own."""
    today = membership.country.today()
    papers = Document.objects.filter(membership_id=membership.pk, retention_class__in=classes)
    take_out(_papers(), papers.filter(Q(retain_until=None) | Q(retain_until__lt=today)))


def _papers() -> DataClass:
    return next(each for each in classes_about_people() if each.retention == OWN)


def _forget_payee(membership: Membership) -> None:
    """The person as the bank named them: the repayment of their shares, and the entries of pay on our statements."""
    leavings = list(Leaving.objects.filter(membership_id=membership.pk).values_list("pk", flat=True))
    owed = Payable.objects.filter(subject_table=Leaving._meta.db_table, subject_id__in=leavings)
    paid = Q(uses__item__payslip__membership_id=membership.pk) | Q(uses__item__payable__in=owed)
    for model, rows in ((Payable, owed), (BankEntry, BankEntry.objects.filter(paid))):
        ids = list(rows.values_list("pk", flat=True).distinct())
        blank(model, ids)
        erase_trail(model, ids)


def _finish(erasure_id: int) -> None:
    """When every class is gone: the number, the address for news and the words of the request go too."""
    erasure = Erasure.objects.select_for_update(of=("self",)).select_related("membership").get(pk=erasure_id)
    waiting = ErasurePart.objects.filter(erasure_id=erasure_id, gone_at=None)
    if erasure.state != ErasureState.RESTRICTED or waiting.exists():
        return
    member, holds = erasure.membership, LegalHold.objects.filter(membership_id=erasure.membership_id)
    if holds.in_force().exists() or holds.exclude(called="").exists():  # type: ignore[attr-defined]
        return  # a court case needs something, or what it held is just being taken away
    mails, now = OutgoingMail.objects.filter(to=erasure.contact), timezone.now()
    if mails.filter(sent_at=None).exists():
        return  # the word that it is done is still on its way; tomorrow again
    move(erasure, to=ErasureState.PURGED, by=PORTAL)
    with erasing(reason=WHY):
        mails.delete()
        own = Erasure.objects.filter(membership_id=member.pk)
        own.update(words="", refused_reason="", extended_reason="", contact="")
        own.filter(pk=erasure.pk).update(purged_at=now)
        holds.update(reason="", end_reason="", reference="")
        Membership.objects.filter(pk=member.pk).update(number="")
        User.objects.filter(pk=member.user_id, is_active=False).update(last_name=f"#{member.user_id}")
        for model, ids in (
            (Membership, [member.pk]),
            (User, [member.user_id]),
            (LegalHold, list(holds.values_list("pk", flat=True))),
            (Erasure, list(own.values_list("pk", flat=True))),
        ):
            erase_trail(model, ids)


def _tell(part: ErasurePart, *, on: datetime.date) -> None:
    """Once per class, at the address they had: ask for a copy now. No amount, no name of theirs."""
    erasure = part.erasure
    day = max(part.kept_until or on, on + AHEAD)
    with translation.override(erasure.language):
        what = _("your payslips") if part.retention == "payslip" else _("your contracts")
        text = _(
            "We keep %(what)s until %(day)s, as the law asks (%(law)s). Then they are deleted for good. If you want a copy of all years, write to us before."
        ) % {"what": what, "day": formats.day(day), "law": part.why}
        notices.mail_to(
            erasure.contact,
            key=f"erasure:{erasure.pk}:{part.retention}",
            language=erasure.language,
            subject=_("Papers of yours will be deleted"),
            text=text,
        )
    ErasurePart.objects.filter(pk=part.pk).update(told_on=on)


def _forget_shared_papers(*, on: datetime.date) -> None:
    """Files for the bank and returns to the authorities name everybody who was paid: they go on their own last day.

    None of a class goes while a court case holds that class of anybody.
    """
    held = {each for classes in _held_here().values() for each in classes}
    papers = Document.objects.filter(membership=None, subject_table__in=SHARED, retain_until__lt=on)
    papers = papers.exclude(retention_class__in=held)
    if papers.exists():
        with erasing(reason="the last day of papers about many people has passed"):
            take_out(_papers(), papers)


def _held_here() -> dict[int, set[str]]:
    """The classes that court cases need, by membership. One query."""
    held: dict[int, set[str]] = {}
    for membership_id, classes in LegalHold.objects.in_force().values_list("membership_id", "classes"):
        held.setdefault(membership_id, set()).update(classes)
    return held


def _is_held(part: ErasurePart, held: dict[int, set[str]]) -> bool:
    return part.retention in held.get(part.erasure.membership_id, ())


def _forget_old_mails(held: dict[int, set[str]]) -> None:
    """Mails to people who are forgotten leave the outbox, unless a court case holds their letters."""
    over = timezone.now() - MAILS_KEPT
    for erasure in Erasure.objects.filter(state__in=[ErasureState.RESTRICTED, ErasureState.PURGED]).exclude(contact=""):
        if LETTERS not in held.get(erasure.membership_id, ()):
            OutgoingMail.objects.filter(to=erasure.contact, sent_at__lt=over).delete()
