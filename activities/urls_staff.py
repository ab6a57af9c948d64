"""Addresses of the staff's pages of this room, all under `staff/`."""

from django.urls import path

from activities.views import staff_missions

urlpatterns = [
    path("staff/missions/", staff_missions.mission_queue, name="staff_mission_queue"),
    path("staff/missions/<int:pk>/", staff_missions.mission_review, name="staff_mission_review"),
    path("staff/missions/<int:pk>/approve/", staff_missions.mission_approve, name="staff_mission_approve"),
    path("staff/missions/<int:pk>/return/", staff_missions.mission_return, name="staff_mission_return"),
    path("staff/missions/<int:pk>/cancel/", staff_missions.mission_cancel, name="staff_mission_cancel"),
]
