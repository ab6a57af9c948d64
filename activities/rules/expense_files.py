"""The photo of a receipt: kept as soon as it arrives, in the vault once it is claimed, forgotten when nothing names it."""

import datetime
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Receipt, ReceiptFile
from activities.place import entered_country
from countries.guards import require_awake
from members.models import Document, Membership
from members.models.document import Visibility
from members.rules.documents import issue_document
from smart.foundation import files, formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.uploads import SafeFile

VOUCHER: Final = "expense_receipt"
"""The kind under which the vault keeps what was claimed."""
UNUSED: Final = datetime.timedelta(days=14)


@transaction.atomic
def keep_file(membership: Membership, *, given: SafeFile, by: Actor, now: datetime.datetime) -> ReceiptFile:
    """Keep a photo or PDF that was made safe; the same bytes again return the first while no receipt names it.

    Raises RuleBroken("file_known") about the field `file`, naming the receipt that has it.
    """
    if not perms.may_claim_expenses(by, membership):
        raise NotAllowed(_("Only the member hands in their own receipts."))
    country = entered_country()
    require_awake(country)
    known = ReceiptFile.objects.filter(membership=membership, given_sha256=given.given_sha256).first()
    if known is not None:
        _refuse_used(known)
        return known
    stored = files.store_bytes(given.content, country_code=country.slug, suffix=given.suffix)
    kept, _made = ReceiptFile.objects.get_or_create(
        membership=membership,
        given_sha256=given.given_sha256,
        defaults={
            "name": given.name,
            "content_type": given.content_type,
            "storage_name": stored.name,
            "sha256": stored.sha256,
            "size": stored.size,
            "kept_at": now,
        },
    )
    return kept


def read_receipt_file(file: ReceiptFile) -> bytes:
    """The bytes, proved to be those that were stored; raises FileAltered otherwise."""
    return files.read_bytes(file.storage_name, sha256=file.sha256)


def put_in_vault(receipt: Receipt, *, by: Actor) -> None:
    """Keep the file of a claimed receipt as long as the books; again it changes nothing."""
    if receipt.file is None:
        return
    issue_document(
        subject=receipt,
        kind=VOUCHER,
        title=f"{receipt} {receipt.day.isoformat()}"[:200],
        content=read_receipt_file(receipt.file),
        language="",
        membership=receipt.activity.membership,
        visible_to=Visibility.MEMBER,
        retention_class="accounting",
        by=by,
        suffix=f".{receipt.file.storage_name.rpartition('.')[2]}",
        content_type=receipt.file.content_type,
    )


def forget_file(file: ReceiptFile) -> None:
    """Delete a file that no receipt names, and its bytes unless another row or the vault needs them."""
    file.delete()
    name = file.storage_name
    is_needed = ReceiptFile.objects.filter(storage_name=name).exists()
    if not is_needed and not Document.objects.filter(storage_name=name).exists():
        transaction.on_commit(lambda: default_storage.delete(name))


@transaction.atomic
def forget_unused_files(*, now: datetime.datetime) -> int:
    """Delete files that were handed in two weeks ago and that no receipt names; return how many. Run daily."""
    unused = ReceiptFile.objects.filter(kept_at__lt=now - UNUSED, receipts__isnull=True).select_for_update(of=("self",))
    found = list(unused)
    for file in found:
        forget_file(file)
    return len(found)


def _refuse_used(known: ReceiptFile) -> None:
    first: Receipt | None = Receipt.objects.filter(file=known).select_related("claim").first()
    if first is None:
        return
    facts = {"supplier": first, "day": formats.day(first.day), "claim": first.claim}
    words = (
        _("This file is already the receipt of “%(supplier)s” of %(day)s, in claim %(claim)s. Choose another one.")
        if first.claim_id
        else _("This file is already the receipt of “%(supplier)s” of %(day)s, in your drawer. Choose another one.")
    )
    raise RuleBroken("file_known", words % facts, field="file", first=first.pk)
