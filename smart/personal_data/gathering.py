"""The job that makes the file: a ZIP with one JSON for each kind of data, every paper, every receipt, and a README."""

import tempfile
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Final

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from activities.models import ReceiptFile
from members.models import DataExport, Document, Membership
from members.rules import notices
from smart.foundation import files
from smart.foundation.files import FileAltered
from smart.foundation.jobs import Job, Step
from smart.personal_data.classes import DataClass, classes_about_people
from smart.personal_data.exports import KEPT
from smart.personal_data.names import NAMES
from smart.personal_data.telling import as_json, told_numbers, told_rows

KINDS_AT_ONCE: Final = 10
FILES_AT_ONCE: Final = 50
NUMBERS: Final = "numbers-kept-encrypted.json"


class Bundle:
    """The file while it is made: on disk, not in memory; `contents` is what the README tells of it."""

    def __init__(self, membership: Membership) -> None:
        self.membership = membership
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 (open until the last step has kept it)
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED)
        self.contents: list[dict[str, Any]] = []
        self.missing: list[str] = []


def export_my_data(job: Job) -> Iterable[Step]:
    """Gather in steps that each tell how far it is; taken over by another worker it begins anew."""
    export = DataExport.objects.select_related("membership__user", "membership__country").get(pk=job.payload["export"])
    if export.ready_at is not None:
        return []
    bundle = Bundle(export.membership)
    parts = [*_data_steps(bundle), *_file_steps(bundle)]
    DataExport.objects.filter(pk=export.pk).update(done=0, total=len(parts) + 1)
    return [*(_counted(export, part) for part in parts), lambda: _finish(export, bundle)]


def with_numbers(stored: IO[bytes], membership: Membership) -> IO[bytes]:
    """A copy of the kept file with the numbers that are nowhere kept in clear."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    for chunk in iter(lambda: stored.read(1 << 20), b""):
        copy.write(chunk)
    with zipfile.ZipFile(copy, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(NUMBERS, as_json(told_numbers(membership)))
    copy.seek(0)
    return copy


def _counted(export: DataExport, part: Step) -> Step:
    def step() -> None:
        with notices.in_language_of(export.membership.user):
            part()
        DataExport.objects.filter(pk=export.pk).update(done=F("done") + 1)

    return step


def _data_steps(bundle: Bundle) -> Iterator[Step]:
    for group in _batches(list(classes_about_people()), KINDS_AT_ONCE):
        yield lambda group=group: _add_data(bundle, group)


def _batches(things: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (things[start : start + size] for start in range(0, len(things), size))


def _add_data(bundle: Bundle, group: Iterable[DataClass]) -> None:
    for each in group:
        rows = told_rows(each, bundle.membership)
        if rows:
            name = f"data/{slugify(each.name)}.json"
            bundle.zip.writestr(name, as_json(rows))
            bundle.contents.append({"file": name, "what": str(NAMES[each.label]), "rows": len(rows)})


def _file_steps(bundle: Bundle) -> Iterator[Step]:
    """Papers the person may open, then the photos of receipts."""
    member = bundle.membership
    papers = Document.objects.visible_to_member(member.pk).order_by("pk").values_list("pk", flat=True)
    for keys in _batches(list(papers), FILES_AT_ONCE):
        yield lambda keys=keys: _add_files(bundle, "papers", Document.objects.filter(pk__in=keys))
    photos = ReceiptFile.objects.filter(membership_id=member.pk).order_by("pk").values_list("pk", flat=True)
    for keys in _batches(list(photos), FILES_AT_ONCE):
        yield lambda keys=keys: _add_files(bundle, "receipts", ReceiptFile.objects.filter(pk__in=keys))


def _add_files(bundle: Bundle, folder: str, rows: Iterable[Any]) -> None:
    """A file that is damaged or lost is named in the README; the others still come."""
    for row in rows:
        title = str(getattr(row, "title", "") or row)
        suffix = row.storage_name.rpartition(".")[2]
        name = f"{folder}/{row.pk}-{slugify(title)[:80] or folder}.{suffix}"
        try:
            content = files.read_bytes(row.storage_name, sha256=row.sha256)
        except (FileAltered, FileNotFoundError):
            bundle.missing.append(title)
            continue
        bundle.zip.writestr(name, content)


def _finish(export: DataExport, bundle: Bundle) -> None:
    """Write the README, keep the file for a week, tell the person."""
    member, now = bundle.membership, timezone.now()
    context = {"member": member, "contents": bundle.contents, "missing": bundle.missing, "at": now, "numbers": NUMBERS}
    with translation.override(member.user.language):
        bundle.zip.writestr("README.txt", render_to_string("smart/personal_data/readme.txt", context))
    bundle.zip.close()
    bundle.file.seek(0)
    kept = default_storage.save(f"{member.country.slug}/exports/{uuid.uuid4()}.zip", File(bundle.file))
    DataExport.objects.filter(pk=export.pk).update(
        done=F("total"), ready_at=now, storage_name=kept, size=default_storage.size(kept), kept_until=now + KEPT
    )
    with notices.in_language_of(member.user):
        notices.notify(
            member.user,
            event="data_export_ready",
            key=f"export:{export.pk}",
            title=_("Your data are ready"),
            text=_("You can fetch the file for seven days. We ask you to sign in again before."),
            url=f"/{member.country.slug}/me/data/",
        )
