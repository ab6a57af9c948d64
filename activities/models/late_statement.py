"""What a member says of days that were worked before they were declared, and what the cooperative answers."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from activities.models.mission import Mission
from activities.states import MissionState
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class LateWay(models.TextChoices):
    """What a member chose; `granted` and `declined` are an adviser's answer to `late`."""

    COMING = "coming", _("Declare only the days still ahead")
    LATE = "late", _("Ask to declare these days late, with their true dates")
    OWN_INVOICE = "own_invoice", _("Cancel here and invoice the work myself")
    FEE_NOTE = "fee_note", _("Cancel here and write a fee note of my own")
    RIGHTS = "rights", _("Cancel here and license the rights myself")
    OCCASIONAL = "occasional", _("Cancel here and bill it as occasional work")
    ASK = "ask", _("Ask my adviser")
    GRANTED = "granted", _("The late declaration is granted")
    DECLINED = "declined", _("The late declaration is declined")


DECISIONS = (LateWay.GRANTED, LateWay.DECLINED)
OUTSIDE = (LateWay.OWN_INVOICE, LateWay.FEE_NOTE, LateWay.RIGHTS, LateWay.OCCASIONAL)
"""Ways in which the work leaves the cooperative."""


class LateStatementQuerySet(models.QuerySet[Any]):
    def to_decide(self) -> "LateStatementQuerySet":
        """Wishes to declare late that nobody has answered, of missions that are still the member's to send."""
        later = LateStatement.objects.filter(
            mission_id=OuterRef("mission_id"), way__in=[LateWay.LATE, *DECISIONS], id__gt=OuterRef("id")
        )
        is_open = Q(mission__state__in=[MissionState.DRAFT, MissionState.RETURNED])
        wished = self.filter(is_open, way=LateWay.LATE, mission__activity__membership__restricted_at=None)
        return wished.filter(~Exists(later))


class LateStatement(CountryModel):
    """What was said of late days, in its order: the member's own word, or an adviser's answer to a wish to declare late.

    It is never changed, and never becomes work of a contract by itself. The days are the true ones.
    """

    mission = SameCountryKey(Mission, related_name="late_statements")
    way = models.CharField(max_length=12, choices=LateWay.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    words = models.TextField()
    stated_at = models.DateTimeField()
    stated_by_label = models.CharField(max_length=160)

    objects = CountryManager.of(LateStatementQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="activities_latestatement_order_of_days"
            )
        ]
        # the statements of a mission on its page and in the review
        indexes = [models.Index(fields=["country", "mission"], name="activities_late_mission")]

    def __str__(self) -> str:
        return f"{self.mission_id}: {self.first_day} – {self.last_day}"

    @property
    def is_answer(self) -> bool:
        return self.way in DECISIONS
