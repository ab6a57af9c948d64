"""Information sessions and appointments before joining: when, where, with whom, and who was there."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.membership import Membership
from members.models.user import User
from members.states import (
    APPOINTMENT_TRANSITIONS,
    BOOKING_TRANSITIONS,
    MEETING_TRANSITIONS,
    AppointmentState,
    BookingState,
    MeetingState,
)
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class MeetingKind(models.TextChoices):
    SESSION = "session", _("Information session")
    APPOINTMENT = "appointment", _("Appointment")


class MeetingQuerySet(models.QuerySet[Any]):
    def ahead(self, now: datetime.datetime) -> "MeetingQuerySet":
        """Planned and not yet begun, the next one first."""
        return self.filter(state=MeetingState.PLANNED, starts_at__gt=now).order_by("starts_at", "id")

    def with_places(self) -> "MeetingQuerySet":
        """Each with `taken`, the number of places that are booked or were used."""
        used = models.Q(bookings__state__in=[BookingState.BOOKED, BookingState.ATTENDED, BookingState.MISSED])
        return self.annotate(taken=models.Count("bookings", filter=used))


class Meeting(CountryModel):
    """One information session for several people, or an appointment for one. `place` or `link` says where."""

    TRANSITIONS: ClassVar[Transitions] = MEETING_TRANSITIONS

    kind = models.CharField(max_length=12, choices=MeetingKind.choices, default=MeetingKind.SESSION)
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    language = models.CharField(max_length=2)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(default=12)
    adviser = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = CountryManager.of(MeetingQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(place="", link=""), name="members_meeting_is_somewhere"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="members_meeting_has_places"),
        ]
        indexes = [
            # the sessions one can book, and those of a day
            models.Index(fields=["country", "starts_at"], name="members_meeting_starts"),
        ]
        triggers = [fsm_trigger("meeting", MEETING_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}"  # type: ignore[attr-defined]

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


class Booking(CountryModel):
    """A person's place in a meeting; one that is booked at a time."""

    TRANSITIONS: ClassVar[Transitions] = BOOKING_TRANSITIONS

    meeting = SameCountryKey(Meeting, related_name="bookings")
    membership = SameCountryKey(Membership, related_name="bookings")
    state = models.CharField(max_length=10, choices=BookingState.choices, default=BookingState.BOOKED)
    booked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership"],
                condition=models.Q(state="booked"),
                name="members_booking_one_at_a_time",
            ),
        ]
        indexes = [
            # who is expected in a meeting
            models.Index(fields=["country", "meeting"], name="members_booking_meeting"),
        ]
        triggers = [fsm_trigger("booking", BOOKING_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.membership}: {self.state}"


class Appointment(CountryModel):
    """A wish to meet an adviser alone: when it suits, and what came of it."""

    TRANSITIONS: ClassVar[Transitions] = APPOINTMENT_TRANSITIONS

    membership = SameCountryKey(Membership, related_name="appointments")
    state = models.CharField(max_length=10, choices=AppointmentState.choices, default=AppointmentState.ASKED)
    words = models.TextField()
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    meeting = SameCountryKey(Meeting, null=True, related_name="appointments")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership"],
                condition=models.Q(state="asked"),
                name="members_appointment_one_asked",
            ),
        ]
        triggers = [fsm_trigger("appointment", APPOINTMENT_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.membership}: {self.state}"
