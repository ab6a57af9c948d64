"""Pages of this room for network administrators (no country prefix)."""

from django.urls import path

from members.views import appointments

app_name = "appointments"

urlpatterns = [
    path("network-admin/<slug:slug>/staff/", appointments.staff, name="staff"),
    path("network-admin/<slug:slug>/staff/<int:pk>/end/", appointments.staff_end, name="staff_end"),
]
