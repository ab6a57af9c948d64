"""Papers go into the vault once, with their hash; a new version is a new row."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import Max, Model
from django.utils import timezone

from countries.models import Country
from countries.rules.settings import setting_value
from members.models import Document, Membership
from members.models.document import Visibility
from smart.foundation import files
from smart.foundation.actors import Actor
from smart.foundation.tenancy import active_country_id


def issue_document(
    *,
    subject: Any,
    kind: str,
    title: str,
    content: bytes,
    language: str,
    visible_to: str = Visibility.STAFF,
    retention_class: str,
    by: Actor,
    membership: Membership | None = None,
    suffix: str = ".pdf",
    content_type: str = "application/pdf",
) -> Document:
    """Store a paper about `subject` as its next version in this kind and language; the same bytes again change nothing.

    `retention_class` is a class of the country's setting `retention.classes`, which decides until when it is kept.
    """
    where = Country.objects.get(pk=active_country_id())
    stored = files.store_bytes(content, country_code=where.slug, suffix=suffix)
    same = Document.objects.about(subject).filter(kind=kind, language=language)
    last = same.order_by("-version").first()
    if last is not None and last.sha256 == stored.sha256:
        return last
    document = Document(
        membership=membership,
        kind=kind,
        title=title,
        language=language,
        subject_table=subject._meta.db_table,
        subject_id=subject.pk,
        version=(same.aggregate(last=Max("version"))["last"] or 0) + 1,
        storage_name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        content_type=content_type,
        visible_to=visible_to,
        retention_class=retention_class,
        retain_until=_retained_until(where, retention_class),
        created_at=timezone.now(),
        created_by_id=by.user_id,
    )
    document.save(force_insert=True)
    return document


def read_document(document: Document) -> bytes:
    """The bytes, proved to be those that were stored; raises FileAltered otherwise."""
    return files.read_bytes(document.storage_name, sha256=document.sha256)


def latest_document(subject: Any, kind: str) -> Document | None:
    """The newest version of a kind of paper about an object."""
    return Document.objects.about(subject).filter(kind=kind).order_by("-version", "-id").first()


def latest_documents(model: type[Model], keys: Collection[int], kind: str) -> dict[int, Document]:
    """The newest version of a kind of paper about each of several objects, by their ids. One query, none for no objects."""
    if not keys:
        return {}
    rows = Document.objects.filter(subject_table=model._meta.db_table, subject_id__in=keys, kind=kind)
    return {row.subject_id: row for row in rows.order_by("version", "id")}


def _retained_until(where: Country, retention_class: str) -> datetime.date | None:
    """The end of the year in which the class's years have passed; None (kept) when the country says nothing."""
    today = where.today()
    rows = setting_value(where, "retention.classes", on=today, default=[])
    years = next((row["years"] for row in rows if row["class"] == retention_class), None)
    return datetime.date(today.year + int(years), 12, 31) if years is not None else None
