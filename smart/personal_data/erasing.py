"""The job that carries an erasure out: what may go goes, the account is closed, the rest is restricted until its day."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Final

from django.contrib.sessions.models import Session
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.presentation import choice_label
from members.models import Erasure, ErasurePart, LegalHold, Membership, OutgoingMail, SignIn, User
from members.rules import notices
from members.rules.legal_holds import held_classes
from members.states import ErasureState, HoldState
from smart.foundation import formats
from smart.foundation.actors import PORTAL
from smart.foundation.audit import AuditEntry
from smart.foundation.erasing import erasing
from smart.foundation.jobs import Job, Step
from smart.foundation.states import StateChange, move
from smart.personal_data.classes import DataClass, classes_about_people, rows_of
from smart.personal_data.plan import ACCOUNT, has_other_ties, plan_of
from smart.personal_data.removing import children_first, erase_trail, take_out
from smart.personal_data.words import forget_in_words
from smart.translating.models import Wording

LETTERS: Final = "correspondence"
HELD: Final = gettext_lazy(
    "A court case needs some of it; until the case is over it is not erased (GDPR art. 17(3)(e)): %(what)s."
)
WHY: Final = "a person asked that their data be erased"


def erase_person(job: Job) -> Iterable[Step]:
    """Each step is done once or again without harm; a job taken over begins anew until the membership is restricted."""
    erasure = Erasure.objects.select_related("membership__user", "membership__country").get(pk=job.payload["erasure"])
    if erasure.state != ErasureState.CONFIRMED:
        return []
    called = erasure.membership.user.full_name
    return [
        lambda: _promise(erasure),
        *_forgetting(erasure.membership, called=called),
        lambda: _restrict(erasure),
    ]


def erase_after_hold(job: Job) -> Iterable[Step]:
    """A case is over: what erasing left alone for it goes now, unless another case still needs it."""
    hold = LegalHold.objects.select_related("membership__user", "membership__country").get(pk=job.payload["hold"])
    if hold.state != HoldState.ENDED or not hold.called:
        return []
    return [*_forgetting(hold.membership, called=hold.called), lambda: _forget_hold(hold)]


def _forgetting(membership: Membership, *, called: str) -> list[Step]:
    """`called` is how the texts and labels of the portal name the person."""
    return [
        lambda: _forget_in_words(membership, called=called),
        lambda: _delete_now(membership),
        lambda: _forget_name(membership, called=called),
    ]


def called_now(membership: Membership) -> str:
    """How a person who is forgotten is called: the number they had, or one that says nothing."""
    return membership.number or f"#{membership.user_id}"


def _promise(erasure: Erasure) -> None:
    """Write down what is kept until when by which law, as it was shown; what is written stays so."""
    member = erasure.membership
    for line in plan_of(member, on=member.country.today()).kept:
        ErasurePart.objects.get_or_create(
            erasure=erasure, retention=line.retention, defaults={"law": line.law[:300], "kept_until": line.until}
        )


def _forget_in_words(membership: Membership, *, called: str) -> None:
    """The name in what the portal wrote to others, while the rows that say whose it was are still there.

    Letters that a court case needs stay as they are.
    """
    if LETTERS in held_classes(membership.pk):
        return
    with erasing(reason=WHY):
        forget_in_words(membership, called=called, name=called_now(membership))


def _delete_now(membership: Membership) -> None:
    """Everything no law and no court case asks to keep. Notices and mails of this country; sessions and factors with the account."""
    stays = has_other_ties(membership, on=membership.country.today())
    now = [each for each in _not_held(membership) if each.erasure == "delete" and each.label not in ACCOUNT]
    with erasing(reason=WHY):
        for each in children_first(now):
            take_out(each, rows_of(each, membership, is_all=True))
        if not stays:
            _delete_account(membership)


def _delete_account(membership: Membership) -> None:
    """Sessions, addresses, second factors: nobody signs in any more."""
    user = membership.user
    keys = [each.session_key for each in SignIn.objects.filter(user_id=user.pk) if each.session_key]
    Session.objects.filter(session_key__in=keys).delete()
    theirs = [each for each in _not_held(membership) if each.label in ACCOUNT and each.erasure == "delete"]
    for each in children_first(theirs):
        take_out(each, rows_of(each, membership, is_all=True))


def _not_held(membership: Membership) -> list[DataClass]:
    held = held_classes(membership.pk)
    return [each for each in classes_about_people() if each.retention not in held]


def _forget_name(member: Membership, *, called: str) -> None:
    """The account keeps its number and loses everything else; so do the traces the person left under their name.

    With a membership elsewhere the account stays as it is, and only this country's traces lose the name. What a court case
    holds keeps its labels and its trail.
    """
    user, name = member.user, called_now(member)
    stays = has_other_ties(member, on=member.country.today())
    with erasing(reason=WHY):
        free = _not_held(member)
        for each in free:
            _forget_labels(each, member, called=called, name=name)
        held = {each.model._meta.db_table for each in classes_about_people()}
        held -= {each.model._meta.db_table for each in free}
        StateChange.objects.filter(by_id=user.pk).exclude(table__in=held).update(by_label=name)
        AuditEntry.objects.filter(by_id=user.pk).exclude(table__in=held).update(by_label=name, ip="")
        if not stays:
            _forget_beside_texts(user, name=name)
            _close(user, name=name)


def _forget_beside_texts(user: User, *, name: str) -> None:
    """A translator's texts stay with the portal, which shows them to everybody; the name beside them goes."""
    for whose in ("proposed_by", "decided_by", "closed_by"):
        rows = Wording.objects.filter(**{f"{whose}_id": user.pk})
        ids = list(rows.values_list("pk", flat=True))
        rows.update(**{f"{whose}_label": name})
        trail = AuditEntry._base_manager.filter(table=Wording._meta.db_table, object_id__in=ids)
        trail.filter(changed__has_key=f"{whose}_label").delete()


def _forget_labels(each: DataClass, membership: Membership, *, called: str, name: str) -> None:
    """Their name where it was written beside what they did; not that of a namesake who did it."""
    rows = rows_of(each, membership, is_all=True)
    for field in each.model._meta.local_fields:
        if field.name.endswith("_label"):
            named = rows.filter(**{field.name: called}).exclude(_by_another(each, field.name, membership))
            ids = list(named.values_list("pk", flat=True))
            each.model._base_manager.filter(pk__in=ids).update(**{field.name: name})
            trail = AuditEntry.objects.filter(table=each.model._meta.db_table, object_id__in=ids)
            trail.filter(changed__has_key=field.name).delete()


def _by_another(each: DataClass, label: str, membership: Membership) -> Q:
    """The rows beside whose label stands the account of somebody else."""
    stem = label.removesuffix("_label")
    columns = {field.attname for field in each.model._meta.local_fields} & {f"{stem}_id", f"{stem}_by_id"}
    return reduce(
        or_, (Q(**{f"{name}__isnull": False}) & ~Q(**{name: membership.user_id}) for name in columns), Q(pk=None)
    )


def _close(user: User, *, name: str) -> None:
    User.objects.filter(pk=user.pk).update(
        email=f"erased-{user.pk}@erased.invalid",
        previous_email="",
        email_changed_at=None,
        first_name="",
        last_name=name,
        is_active=False,
        last_login=None,
        password="!",  # noqa: S106 (Django's mark of a password that opens nothing)
        session_epoch=F("session_epoch") + 1,
    )
    AuditEntry._base_manager.filter(table=User._meta.db_table, object_id=user.pk).delete()


def _forget_hold(hold: LegalHold) -> None:
    """The case had kept the name to the last."""
    with erasing(reason=WHY):
        LegalHold.objects.filter(pk=hold.pk).update(called="")
        erase_trail(LegalHold, [hold.pk])


def _restrict(erasure: Erasure) -> None:
    """From now on no screen but one shows the rest. The person hears of it at the address they had."""
    now, member = timezone.now(), erasure.membership
    Membership.objects.filter(pk=member.pk).update(restricted_at=now)
    move(erasure, to=ErasureState.RESTRICTED, by=PORTAL)
    Erasure.objects.filter(pk=erasure.pk).update(restricted_at=now, words="")
    parts = list(ErasurePart.objects.filter(erasure_id=erasure.pk).order_by("kept_until", "pk"))
    with translation.override(erasure.language or member.country.languages[0]):
        _write_farewell(erasure, parts, held=held_classes(member.pk))


def _write_farewell(erasure: Erasure, parts: list[ErasurePart], *, held: frozenset[str]) -> OutgoingMail:
    lines = [
        _("%(what)s until %(day)s: %(law)s")
        % {"what": part.label, "day": formats.day(part.kept_until), "law": part.why}
        if part.kept_until
        else _("%(what)s until a day that is not known yet: %(law)s") % {"what": part.label, "law": part.why}
        for part in parts
    ]
    kept = _("The law asks us to keep this; nobody uses it for anything else:") if lines else ""
    text = "\n".join([_("Your data are erased and your account is closed."), kept, *(f"– {line}" for line in lines)])
    if held:
        what = ", ".join(sorted(choice_label(each) for each in held))
        text += "\n" + HELD % {"what": what}
    return notices.mail_to(
        erasure.contact,
        key=f"erasure:{erasure.pk}:done",
        language=erasure.language,
        subject=_("Your data are erased"),
        text=text.strip(),
    )
