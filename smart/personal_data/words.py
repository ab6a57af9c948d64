"""A name leaves what the portal wrote to others: notices of the staff, mails to clients. A namesake keeps theirs.

What a notice or a mail is about stands in its key. Where nobody else here bears the name, every text loses it; where somebody
does, only texts about something that is the erased person's own. `Anna Lind` is never found in `Anna Lindberg`.
"""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import F, Model, Q, Value
from django.db.models.functions import Concat
from django.utils.html import escape

from activities.models import Client, ClientContact, Order
from members.models import Membership, Notification, OutgoingMail, Profile, User
from smart.personal_data.classes import data_classes, rows_of
from smart.personal_data.removing import erase_trail

WRITTEN: Final[dict[type[Model], tuple[str, ...]]] = {
    Notification: ("title", "text"),
    OutgoingMail: ("subject", "text", "html"),
}

BESIDE: Final[dict[type[Model], tuple[str, ...]]] = {Notification: ("user",)}

OF: Final = {
    label: re.compile(f"(?:{keys})$")
    for label, keys in {
        "activities.Contract": r"contract_[a-z]+:(\d+):\d+",
        "activities.ExpenseClaim": r"expense-(?:approved|paid|returned)-(\d+)(?:-.*)?",
        "activities.Mission": r"(?:mission_[a-z]+|order_[a-z_]+|series_drafted|client_asks|draft_expiring):(\d+):.*",
        "activities.Order": r"(?:order|order-reminder|order-cancelled):(\d+):\d+",
        "activities.TeamShare": r"team_(?:asked|answered|over):(\d+):.*",
        "invoicing.ActivityMove": r"move_[a-z]+:(\d+)",
        "invoicing.Dispute": r"dispute-(?:end-)?(\d+)",
        "invoicing.ElectronicInvoice": r"einvoice-(\d+)-[a-z_]+",
        "invoicing.GuaranteeDecision": r"guarantee-(\d+)",
        "invoicing.Invoice": r"(?:invoice-(?:draft-)?|team_credited:|payment_taken_back:)(\d+)(?::\d+)?",
        "invoicing.InvoiceChangeRequest": r"invoice-wish-(?:answer-)?(\d+)",
        "invoicing.PayPromise": r"promise-(\d+)",
        "invoicing.Payslip": r"payslip:(\d+)",
        "invoicing.Reminder": r"reminder-(?:sent-)?(\d+)",
        "invoicing.SupplierInvoice": r"(?:purchase|supplier)-(\d+)-.*",
        "invoicing.TransferItem": r"payment_back:(\d+)",
        "invoicing.WriteOff": r"written-off-(\d+)",
        "members.AccountChange": r"account:(\d+)",
        "members.Appointment": r"appointment:(\d+)",
        "members.Booking": r"booking:(\d+):.*",
        "members.Document": r"(?:paper|statement|annual):(\d+)",
        "members.Erasure": r"erasure:(\d+):.*",
        "members.InboundMail": r"mail-(?:held|files):(\d+)",
        "members.LegalHold": r"hold:(\d+):.*",
        "members.Leaving": r"leaving:(\d+):.*",
        "members.MemberPaper": r"paper:(\d+):.*",
        "members.Membership": r"(?:membership|agreement):(\d+):.*",
        "members.Message": r"thread:(\d+)",
        "members.ShareSubscription": r"share:(\d+):.*",
        "members.Thread": r"thread-late:(\d+):.*",
    }.items()
}
"""By label of a class: the keys of notices and mails about one of its rows, with the number of the row."""

ALSO: Final = {
    "activities.TeamShare": "mission__activity__membership",
    "members.Message": "author__memberships",
}
"""Rows of somebody else that are about the person too: a share in a mission they lead, a message they wrote."""


def forget_in_words(membership: Membership, *, called: str, name: str) -> None:
    """Put `name` where the portal wrote `called`. Inside erasing(), before the rows themselves go."""
    is_shared = has_namesake(membership, called=called)
    for model, fields in WRITTEN.items():
        named = reduce(
            or_, (Q(**{f"{field}__contains": said}) for field in fields for said in {called, escape(called)})
        )
        rows: Any = list(model._default_manager.filter(named).select_related(*BESIDE.get(model, ())))
        if is_shared:
            own = keys_of_own(membership, {row.key for row in rows})
            rows = [row for row in rows if row.key in own]
        if is_shared and model is Notification:
            _forget_in_digests(rows, old=called, new=name)
        changed = [row.pk for row in rows if _rewrite(row, fields, old=called, new=name)]
        erase_trail(model, changed)


def has_namesake(membership: Membership, *, called: str) -> bool:
    """Whether anybody else whom this country's portal may write of bears the name, a client included. Five queries."""
    full = Concat(F("first_name"), Value(" "), F("last_name"))
    others = User.objects.exclude(pk=membership.user_id).alias(called=full).filter(called__iexact=called)
    here = Q(memberships__country=membership.country_id) | Q(staff_roles__country=membership.country_id)
    legal = Concat(F("legal_first_name"), Value(" "), F("legal_last_name"))
    profiles = Profile.objects.exclude(membership_id=membership.pk).alias(called=legal).filter(called__iexact=called)
    clients: Iterable[Any] = (
        Client.objects.filter(name__icontains=called),
        ClientContact.objects.filter(name__icontains=called),
        Order.objects.filter(Q(contact_name__icontains=called) | Q(answered_by__icontains=called)),
    )
    return others.filter(here).exists() or profiles.exists() or any(rows.exists() for rows in clients)


def about(key: str) -> tuple[str, int] | None:
    """The class and the number of the row that a notice or a mail is about; nothing where its key does not say."""
    for label, keys in OF.items():
        found = keys.match(key)
        if found is not None:
            return label, int(found.group(1))
    return None


def keys_of_own(membership: Membership, keys: set[str]) -> set[str]:
    """Those about something of the person. One query for each class that is named."""
    rows = {key: row for key in keys if (row := about(key)) is not None}
    own = {
        (label, pk)
        for label in {label for label, _pk in rows.values()}
        for pk in _own(membership, label, [pk for found, pk in rows.values() if found == label])
    }
    return {key for key, row in rows.items() if row in own}


def _own(membership: Membership, label: str, ids: list[int]) -> set[int]:
    each = data_classes()[label]
    own = set(rows_of(each, membership, is_all=True).filter(pk__in=ids).values_list("pk", flat=True))
    if label in ALSO:
        more = each.model._default_manager.filter(**{ALSO[label]: membership.pk}, pk__in=ids)
        own |= set(more.values_list("pk", flat=True))
    return own


def _rewrite(row: Any, fields: tuple[str, ...], *, old: str, new: str) -> bool:
    """Whether the name stood there as a whole."""
    whole = {field: _whole(escape(old) if field == "html" else old) for field in fields}
    written = {field: whole[field].sub(lambda _found: new, getattr(row, field)) for field in fields}
    if all(getattr(row, field) == text for field, text in written.items()):
        return False
    type(row)._base_manager.filter(pk=row.pk).update(**written)
    return True


def _forget_in_digests(notices: list[Notification], *, old: str, new: str) -> None:
    """A mail of the day holds the notices of many: there the name goes from the sentences of these."""
    for notice in notices:
        said = {line: _whole(old).sub(lambda _found: new, line) for line in (notice.title, *notice.text.splitlines())}
        for mail in OutgoingMail.objects.filter(key__startswith="digest:", to=notice.user.email):
            for before, after in said.items():
                if before != after:
                    mail.text = mail.text.replace(before, after)
                    mail.html = mail.html.replace(escape(before), escape(after))
            OutgoingMail._base_manager.filter(pk=mail.pk).update(text=mail.text, html=mail.html)
            erase_trail(OutgoingMail, [mail.pk])


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?<!\w-){re.escape(name)}(?!-?\w)")
