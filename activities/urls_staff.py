"""Addresses of the staff's pages of this room, all under `staff/`."""

from django.urls import path

from activities.views import expected_papers, order_versions, staff_client_routing
from activities.views import staff_client_links as client_links
from activities.views import staff_client_merge as client_merge
from activities.views import staff_clients as clients
from activities.views import staff_contract_paper as contract_paper
from activities.views import staff_contracts as contracts
from activities.views import staff_declarations as declarations
from activities.views import staff_late as late
from activities.views import staff_missions as missions

urlpatterns = [
    path("staff/missions/", missions.staff_mission_queue, name="staff_mission_queue"),
    path("staff/missions/<int:pk>/", missions.staff_mission_review, name="staff_mission_review"),
    path("staff/missions/<int:pk>/approve/", missions.staff_mission_approve, name="staff_mission_approve"),
    path("staff/missions/<int:pk>/return/", missions.staff_mission_return, name="staff_mission_return"),
    path("staff/missions/<int:pk>/cancel/", missions.staff_mission_cancel, name="staff_mission_cancel"),
    path(
        "staff/missions/<int:pk>/versions/<int:version>/",
        order_versions.staff_order_version,
        name="staff_order_version",
    ),
    path("staff/late/", late.staff_late_list, name="staff_late_list"),
    path("staff/late/<int:pk>/", late.staff_late_decide, name="staff_late_decide"),
    path("staff/contracts/", contracts.staff_contract_queue, name="staff_contract_queue"),
    path("staff/contracts/<int:pk>/", contracts.staff_contract_review, name="staff_contract_review"),
    path("staff/contracts/<int:pk>/paper/", contract_paper.staff_contract_paper, name="staff_contract_paper"),
    path("staff/contracts/<int:pk>/papers/", expected_papers.staff_contract_papers, name="staff_contract_papers"),
    path("staff/members/<int:pk>/papers/<int:year>/", expected_papers.staff_year_papers, name="staff_year_papers"),
    path("staff/contracts/<int:pk>/validate/", contracts.staff_contract_validate, name="staff_contract_validate"),
    path("staff/contracts/<int:pk>/return/", contracts.staff_contract_return, name="staff_contract_return"),
    path("staff/contracts/<int:pk>/cancel/", contracts.staff_contract_cancel, name="staff_contract_cancel"),
    path("staff/contracts/<int:pk>/sign/", contracts.staff_contract_sign, name="staff_contract_sign"),
    path("staff/declarations/", declarations.staff_declaration_desk, name="staff_declaration_desk"),
    path("staff/declarations/<int:pk>/", declarations.staff_declaration_detail, name="staff_declaration_detail"),
    path("staff/declarations/<int:pk>/send/", declarations.staff_declaration_send, name="staff_declaration_send"),
    path(
        "staff/declarations/<int:pk>/dispatch/",
        declarations.staff_declaration_dispatch,
        name="staff_declaration_dispatch",
    ),
    path(
        "staff/declarations/<int:pk>/receipt/",
        declarations.staff_declaration_receipt,
        name="staff_declaration_receipt",
    ),
    path(
        "staff/declarations/<int:pk>/acknowledge/",
        declarations.staff_declaration_acknowledge,
        name="staff_declaration_acknowledge",
    ),
    path("staff/declarations/<int:pk>/refuse/", declarations.staff_declaration_refuse, name="staff_declaration_refuse"),
    path("staff/declarations/<int:pk>/cancel/", declarations.staff_declaration_cancel, name="staff_declaration_cancel"),
    path("staff/declarations/<int:pk>/again/", declarations.staff_declaration_again, name="staff_declaration_again"),
    path("staff/declarations/<int:pk>/export/", declarations.staff_declaration_export, name="staff_declaration_export"),
    path("staff/clients/", clients.staff_client_list, name="staff_client_list"),
    path("staff/clients/<int:pk>/", clients.staff_client_detail, name="staff_client_detail"),
    path("staff/clients/<int:pk>/routing/", staff_client_routing.staff_client_routing, name="staff_client_routing"),
    path("staff/clients/<int:pk>/review/", clients.staff_client_review, name="staff_client_review"),
    path("staff/clients/<int:pk>/block/", clients.staff_client_block, name="staff_client_block"),
    path("staff/clients/<int:pk>/unblock/", clients.staff_client_unblock, name="staff_client_unblock"),
    path("staff/clients/duplicates/", client_merge.staff_client_duplicates, name="staff_client_duplicates"),
    path("staff/clients/<int:pk>/merge/", client_merge.staff_client_merge, name="staff_client_merge"),
    path("staff/clients/<int:pk>/let-in/", client_links.staff_client_let_in, name="staff_client_let_in"),
    path("staff/clients/<int:pk>/vat/", client_links.staff_client_vat, name="staff_client_vat"),
    path("staff/client-links/<int:pk>/revoke/", client_links.staff_client_revoke, name="staff_client_revoke"),
    path("staff/client-proposals/<int:pk>/take/", client_links.staff_proposal_take, name="staff_proposal_take"),
    path(
        "staff/client-proposals/<int:pk>/decline/", client_links.staff_proposal_decline, name="staff_proposal_decline"
    ),
]
