"""Addresses of the network: /network/ for everybody, /network-admin/ for its administrators (no country prefix)."""

from django.urls import path

from countries.views import life, network, registers, settings

app_name = "countries"

urlpatterns = [
    path("network/", network.network_page, name="network"),
    path("network-admin/", life.country_list, name="country_list"),
    path("network-admin/open/", life.country_open, name="country_open"),
    path("network-admin/<slug:slug>/", life.country_detail, name="country_detail"),
    path("network-admin/<slug:slug>/move/<str:to>/", life.country_move, name="country_move"),
    path("network-admin/<slug:slug>/proposals/<int:pk>/<str:answer>/", life.proposal_decide, name="proposal_decide"),
    path("network-admin/<slug:slug>/basics/", registers.basics_edit, name="basics_edit"),
    path("network-admin/<slug:slug>/entities/", registers.entity_edit, name="entity_edit"),
    path("network-admin/<slug:slug>/entities/<int:pk>/", registers.entity_edit, name="entity_edit_one"),
    path("network-admin/<slug:slug>/offices/", registers.office_edit, name="office_edit"),
    path("network-admin/<slug:slug>/offices/<int:pk>/", registers.office_edit, name="office_edit_one"),
    path("network-admin/<slug:slug>/accounts/", registers.account_edit, name="account_edit"),
    path("network-admin/<slug:slug>/accounts/<int:pk>/", registers.account_edit, name="account_edit_one"),
    path("network-admin/<slug:slug>/settings/", settings.setting_list, name="setting_list"),
    path("network-admin/<slug:slug>/settings/<str:key>/", settings.setting_detail, name="setting_detail"),
    path("network-admin/<slug:slug>/settings/<int:pk>/<str:answer>/", settings.setting_decide, name="setting_decide"),
]
