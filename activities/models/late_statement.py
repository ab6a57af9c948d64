"""What a member says of days that were worked before they were declared."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.models.mission import Mission
from smart.foundation.tenancy import CountryModel, SameCountryKey


class LateWay(models.TextChoices):
    COMING = "coming", _("Declare only the days still ahead")
    ASK = "ask", _("Ask my adviser")


class LateStatement(CountryModel):
    """The member's own word about days gone by. It is never changed, and never becomes work of a contract."""

    mission = SameCountryKey(Mission, related_name="late_statements")
    way = models.CharField(max_length=6, choices=LateWay.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    words = models.TextField()
    stated_at = models.DateTimeField()
    stated_by_label = models.CharField(max_length=160)

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
