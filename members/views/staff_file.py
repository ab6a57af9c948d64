"""Parts of a member's file for staff: identity papers, meetings, and who advised them."""

from typing import Any

from members.models import AdviserTerm, Booking, MemberPaper, Membership
from members.papers import KINDS
from members.states import BookingState, PaperState
from members.views.papers import TONES

SHOWN = 10


def identity_papers(membership: Membership) -> list[dict[str, Any]]:
    """What counts of the papers handed in, the newest first."""
    return [
        {"paper": each, "label": KINDS[each.kind].label, "tone": TONES[PaperState(each.state)]}
        for each in MemberPaper.objects.of_member(membership.pk)[:SHOWN]
    ]


def meetings_of(membership: Membership) -> list[Booking]:
    """The meetings the person booked and did not cancel, the last one first."""
    booked = Booking.objects.filter(membership_id=membership.pk).exclude(state=BookingState.CANCELLED)
    return list(booked.select_related("meeting").order_by("-id")[:SHOWN])


def adviser_history(membership: Membership) -> list[AdviserTerm]:
    """Who advised the member since when, the present one first."""
    terms = AdviserTerm.objects.filter(membership_id=membership.pk)
    return list(terms.select_related("adviser", "backup").order_by("-id")[:SHOWN])
