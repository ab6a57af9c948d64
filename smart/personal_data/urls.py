"""Tenant pages of a person's own data; the roof's, because every room is asked."""

from django.urls import path

from smart.personal_data import views

app_name = "personal_data"

urlpatterns = [
    path("me/data/", views.my_data, name="my_data"),
    path("me/data/export/", views.export_ask, name="export_ask"),
    path("me/data/<int:pk>/", views.export_fetch, name="export_fetch"),
]
