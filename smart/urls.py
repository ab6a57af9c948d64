"""Addresses. Tenant pages live under a country prefix (`/be/…`, stripped by countries.middleware.CountryPrefix)."""

from django.conf import settings
from django.urls import include, path

from smart.views import calendar, demo, design, health, home, law, promises, public, scheme, words

urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/", calendar.month, name="calendar"),
    path("calendar/renew/", calendar.renew, name="calendar_renew"),
    path("calendar/stop/", calendar.stop, name="calendar_stop"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("staff/", home.desk, name="staff_home"),
    path("staff/law/", law.law_list, name="law_list"),
    path("staff/law/<str:key>/", law.law_detail, name="law_detail"),
    path("costs/", public.costs, name="costs"),
    path("about/", public.about, name="about"),
    path("help/", home.help_page, name="help"),
    path("words/", words.words, name="words"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("design/", design.design_page, name="design"),
    path("scheme/", scheme.set_scheme, name="set_scheme"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("network-promises/", promises.network_promises, name="network_promises"),
    path("", include("smart.translating.urls")),
    path("", include("countries.urls")),
    path("", include("members.network_urls")),
    path("", include("smart.personal_data.urls")),
    path("", include("members.urls")),
    path("", include("activities.urls")),
    path("", include("invoicing.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/<int:user_id>/", demo.sign_in_as, name="demo_sign_in"))
