"""Addresses of the work, inside a country."""

from django.urls import path

from activities.urls_expenses import urlpatterns as expense_patterns
from activities.urls_staff import urlpatterns as staff_patterns
from activities.views import (
    activities,
    client_orders,
    clients,
    contacts,
    contracts,
    expected_papers,
    late,
    missions,
    order_versions,
    quote_lines,
    repeating,
    series,
    team,
    wizard,
)

app_name = "activities"
urlpatterns = [
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/new/", activities.activity_open, name="activity_open"),
    path("activities/<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("clients/", clients.client_list, name="client_list"),
    path("clients/new/", clients.client_add, name="client_add"),
    path("clients/<int:pk>/", contacts.client_detail, name="client_detail"),
    path("contacts/<int:pk>/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/delete/", contacts.contact_delete, name="contact_delete"),
    path("clients/<int:pk>/choose/", clients.client_choose, name="client_choose"),
    path("missions/", missions.mission_list, name="mission_list"),
    path("missions/new/", wizard.mission_start, name="mission_start"),
    path("missions/<int:pk>/", missions.mission_detail, name="mission_detail"),
    path("missions/<int:pk>/step/<int:step>/", wizard.mission_step, name="mission_step"),
    path("missions/<int:pk>/check/", wizard.mission_check, name="mission_check"),
    path("missions/<int:pk>/send/", wizard.mission_send, name="mission_send"),
    path("missions/<int:pk>/late/", late.mission_late, name="mission_late"),
    path("missions/<int:pk>/cancel/", missions.mission_cancel, name="mission_cancel"),
    path("missions/<int:pk>/delete/", missions.mission_delete, name="mission_delete"),
    path("missions/<int:pk>/repeat/", repeating.mission_repeat, name="mission_repeat"),
    path("missions/<int:pk>/order/send/", missions.order_send, name="order_send"),
    path("missions/<int:pk>/order/waive/", missions.order_waive, name="order_waive"),
    path("missions/<int:pk>/order/take-over/", missions.order_take_over, name="order_take_over"),
    path("missions/<int:pk>/lines/", quote_lines.mission_lines, name="mission_lines"),
    path("missions/<int:pk>/lines/<int:line>/", quote_lines.mission_line, name="mission_line"),
    path("missions/<int:pk>/lines/<int:line>/remove/", quote_lines.mission_line_remove, name="mission_line_remove"),
    path("missions/<int:pk>/versions/<int:version>/", order_versions.order_version, name="order_version"),
    path("missions/<int:pk>/series/", series.mission_series, name="mission_series"),
    path("missions/<int:pk>/team/", team.mission_team, name="mission_team"),
    path("missions/<int:pk>/team/<int:share>/", team.team_change, name="team_change"),
    path("missions/<int:pk>/team/<int:share>/ask/", team.team_ask, name="team_ask"),
    path("missions/<int:pk>/team/<int:share>/remove/", team.team_remove, name="team_remove"),
    path("missions/shares/<int:pk>/", team.team_share, name="team_share"),
    path("missions/shares/<int:pk>/answers/<slug:answer>/", team.team_answer, name="team_answer"),
    path("series/<int:pk>/", series.series_detail, name="series_detail"),
    path("series/<int:pk>/stop/", series.series_stop, name="series_stop"),
    path(
        "orders/<str:token>/versions/<int:version>/", order_versions.order_client_version, name="order_client_version"
    ),
    path("orders/<str:token>/paper/<int:version>/", order_versions.order_client_paper, name="order_client_paper"),
    path("orders/<str:token>/", client_orders.order_client, name="order_client"),
    path("orders/<str:token>/<slug:answer>/", client_orders.order_answer, name="order_answer"),
    path("contracts/", contracts.contract_list, name="contract_list"),
    path("contracts/<int:pk>/", contracts.contract_detail, name="contract_detail"),
    path("contracts/<int:pk>/submit/", contracts.contract_submit, name="contract_submit"),
    path("contracts/<int:pk>/sign/", contracts.contract_sign, name="contract_sign"),
    path("contracts/<int:pk>/papers/<slug:code>/ask/", expected_papers.contract_paper_ask, name="contract_paper_ask"),
    path("contracts/<int:pk>/cancel/", contracts.contract_cancel, name="contract_cancel"),
]
urlpatterns += expense_patterns
urlpatterns += staff_patterns
