"""Background work about mails that came in."""

from collections.abc import Iterable

from django.utils import timezone, translation

from countries.models import Country
from members.rules import inbound_mail
from smart.foundation.jobs import Job, Step


def read_mail(job: Job) -> Iterable[Step]:
    """Place one kept mail; done again it changes nothing."""

    def place() -> None:
        where = Country.objects.get(pk=job.country_id)
        with translation.override(where.languages[0]):  # why a mail is held is read by the country's staff
            inbound_mail.place_mail(job.payload["mail"], now=timezone.now())

    return [place]
