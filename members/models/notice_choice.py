"""Which kinds of notices a person wants by mail."""

from django.db import models

from members.models.user import User
from smart.foundation.tenancy import CountryModel


class NoticeChoice(CountryModel):
    """What a person chose about one group of members.notice_groups in one country; without a row they get mails at once.

    `is_daily`: once a day, all in one mail.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    group = models.CharField(max_length=20)
    by_mail = models.BooleanField()
    is_daily = models.BooleanField(default=False)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "user", "group"], name="members_noticechoice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.group}: {self.by_mail}"
