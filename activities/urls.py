"""Addresses of the work, inside a country."""

from django.urls import path

from activities.urls_staff import urlpatterns as staff_patterns
from activities.views import (
    activities,
    client_orders,
    clients,
    contracts,
    missions,
    wizard,
)

app_name = "activities"
urlpatterns = [
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/new/", activities.activity_open, name="activity_open"),
    path("activities/<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("clients/", clients.client_list, name="client_list"),
    path("clients/new/", clients.client_add, name="client_add"),
    path("clients/<int:pk>/choose/", clients.client_choose, name="client_choose"),
    path("missions/", missions.mission_list, name="mission_list"),
    path("missions/new/", wizard.mission_start, name="mission_start"),
    path("missions/<int:pk>/", missions.mission_detail, name="mission_detail"),
    path("missions/<int:pk>/step/<int:step>/", wizard.mission_step, name="mission_step"),
    path("missions/<int:pk>/check/", wizard.mission_check, name="mission_check"),
    path("missions/<int:pk>/send/", wizard.mission_send, name="mission_send"),
    path("missions/<int:pk>/cancel/", missions.mission_cancel, name="mission_cancel"),
    path("missions/<int:pk>/delete/", missions.mission_delete, name="mission_delete"),
    path("missions/<int:pk>/repeat/", missions.mission_repeat, name="mission_repeat"),
    path("missions/<int:pk>/order/send/", missions.order_send, name="order_send"),
    path("missions/<int:pk>/order/waive/", missions.order_waive, name="order_waive"),
    path("orders/<str:token>/", client_orders.order_client, name="order_client"),
    path("orders/<str:token>/<slug:answer>/", client_orders.order_answer, name="order_answer"),
    path("contracts/", contracts.contract_list, name="contract_list"),
    path("contracts/<int:pk>/", contracts.contract_detail, name="contract_detail"),
    path("contracts/<int:pk>/submit/", contracts.contract_submit, name="contract_submit"),
    path("contracts/<int:pk>/sign/", contracts.contract_sign, name="contract_sign"),
    path("contracts/<int:pk>/cancel/", contracts.contract_cancel, name="contract_cancel"),
]
urlpatterns += staff_patterns
