"""Addresses. Tenant pages live under a country prefix (`/be/…`, stripped by countries.middleware.CountryPrefix)."""

from django.urls import include, path

from smart.views import health

urlpatterns = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", include("countries.urls")),
    path("", include("members.network_urls")),
]
