"""Where a person is and was signed in; global like the person, always asked by user."""

from django.db import models

from members.models.user import User
from smart.foundation.crypto import SealedTextField


class SignIn(models.Model):
    """One browser that signed in. `session_key` ends the session when asked to; `place` is the front part of the address only."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = SealedTextField(db_column="session_key_sealed", blank=True)
    browser = models.CharField(max_length=60)
    place = models.CharField(max_length=64, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # the newest of a person, on their page of sessions
            models.Index(fields=["user", "-id"], name="members_signin_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.browser}, {self.began_at:%Y-%m-%d %H:%M}"
