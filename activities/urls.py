"""Addresses of the work, inside a country."""

from django.urls import URLPattern

app_name = "activities"
urlpatterns: list[URLPattern] = []
