"""Addresses of what comes before and with a membership: papers, meetings, the use agreement (part of members.urls)."""

from django.urls import path

from members.views import agreements, meetings, papers, staff_meetings, staff_papers

urlpatterns = [
    path("papers/", papers.paper_list, name="paper_list"),
    path("papers/<slug:kind>/", papers.paper_give, name="paper_give"),
    path("join/meeting/", meetings.meeting_page, name="join_meeting"),
    path("join/meeting/<int:pk>/book/", meetings.meeting_book, name="meeting_book"),
    path("join/meeting/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("join/meeting/smart.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("join/appointment/", meetings.appointment_ask, name="appointment_ask"),
    path("join/appointment/withdraw/", meetings.appointment_withdraw, name="appointment_withdraw"),
    path("me/agreement/", agreements.agreement, name="agreement"),
    path("me/agreement/<slug:code>/", agreements.agreement_version, name="agreement_version"),
    path("staff/papers/", staff_papers.paper_queue, name="staff_paper_queue"),
    path("staff/papers/<int:pk>/", staff_papers.paper_detail, name="staff_paper"),
    path("staff/papers/<int:pk>/accept/", staff_papers.paper_accept, name="staff_paper_accept"),
    path("staff/papers/<int:pk>/return/", staff_papers.paper_return, name="staff_paper_return"),
    path("staff/papers/<int:pk>/<int:document>/", staff_papers.paper_picture, name="staff_paper_picture"),
    path("staff/meetings/", staff_meetings.meeting_list, name="staff_meeting_list"),
    path("staff/meetings/plan/", staff_meetings.meeting_plan, name="staff_meeting_plan"),
    path("staff/meetings/<int:pk>/", staff_meetings.meeting_detail, name="staff_meeting"),
    path("staff/meetings/<int:pk>/attendance/", staff_meetings.meeting_attendance, name="staff_meeting_attendance"),
    path("staff/meetings/<int:pk>/off/", staff_meetings.meeting_off, name="staff_meeting_off"),
    path("staff/appointments/<int:pk>/", staff_meetings.appointment_arrange, name="staff_appointment"),
    path("staff/agreements/", agreements.agreement_open, name="staff_agreement_open"),
]
