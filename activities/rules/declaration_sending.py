"""Sending a declaration through its adapter: asked for at the desk, done by a worker, once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activities.declaration_adapters import BY_HAND, Parcel, adapter_named, way_of
from activities.models import Declaration
from activities.place import entered_country
from activities.rules.declaration_files import check_desk, release_file
from activities.rules.declarations import mark_sent, told_already
from activities.states import DeclarationState
from smart.foundation import jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.jobs import Job, JobState

KIND = "send_declaration"


@transaction.atomic
def ask_to_send(declaration: Declaration, *, by: Actor) -> Job:
    """Put the sending on the work list; asked again, a sending that was given up starts afresh.

    Raises RuleBroken("goes_by_hand") where no adapter is set, and RuleBroken("fields_missing") naming what the law asks.
    """
    check_desk(by)
    if declaration.state != DeclarationState.PREPARED:
        raise told_already(declaration)
    if way(declaration) == BY_HAND:
        raise RuleBroken("goes_by_hand", _("This declaration goes by hand: take its file and note the reference."))
    if declaration.missing:
        raise RuleBroken(
            "fields_missing",
            _("The law asks for facts nobody gave: %(names)s. Complete the papers and fill the declaration in again.")
            % {"names": ", ".join(declaration.missing)},
        )
    job = jobs.enqueue(KIND, key=str(declaration.pk), payload={"declaration": declaration.pk})
    jobs.requeue(job)
    return job


def send_now(declaration_id: int, *, by: Actor, now: datetime) -> Declaration:
    """Hand the file to the adapter and record it as sent. One that was sent or cancelled meanwhile is left alone."""
    declaration: Declaration = Declaration.objects.select_related("contract__membership").get(pk=declaration_id)
    if declaration.state != DeclarationState.PREPARED:
        return declaration
    country, name = entered_country(), way(declaration)
    if name == BY_HAND:
        return declaration
    file = release_file(declaration, by=by)
    parcel = Parcel(country.code.code, declaration.kind, f"{declaration.contract.reference}-{declaration.pk}", file)
    reference = adapter_named(name).send(parcel)
    return mark_sent(declaration, reference=reference, by=by, now=now, sent_by=name)


def way(declaration: Declaration) -> str:
    """How this declaration goes out: "manual", or the name of an adapter."""
    return way_of(entered_country().code.code, declaration.kind)


def sending_of(declaration: Declaration) -> str:
    """Where an asked sending stands: "" (not asked or done), "waiting" or "given_up"."""
    state = Job.objects.filter(kind=KIND, key=str(declaration.pk)).values_list("state", flat=True).first()
    if state in {JobState.QUEUED, JobState.RUNNING}:
        return "waiting"
    return "given_up" if state == JobState.PARKED else ""
