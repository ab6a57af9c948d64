"""Tenant pages of a person's own data; the roof's, because every room is asked."""

from django.urls import path

from smart.personal_data.views import erasure, erasures_staff, exports, holds

app_name = "personal_data"

urlpatterns = [
    path("me/data/", exports.my_data, name="my_data"),
    path("me/data/export/", exports.export_ask, name="export_ask"),
    path("me/data/<int:pk>/", exports.export_fetch, name="export_fetch"),
    path("me/data/erase/", erasure.erase, name="erase"),
    path("me/data/erase/ask/", erasure.erase_ask, name="erase_ask"),
    path("me/data/erase/<int:pk>/withdraw/", erasure.erase_withdraw, name="erase_withdraw"),
    path("staff/erasures/", erasures_staff.erasure_list, name="erasure_list"),
    path("staff/erasures/<int:pk>/", erasures_staff.erasure_detail, name="erasure_detail"),
    path("staff/erasures/<int:pk>/confirm/", erasures_staff.erasure_confirm, name="erasure_confirm"),
    path("staff/erasures/<int:pk>/refuse/", erasures_staff.erasure_refuse, name="erasure_refuse"),
    path("staff/erasures/<int:pk>/extend/", erasures_staff.erasure_extend, name="erasure_extend"),
    path("staff/holds/", holds.legal_hold_list, name="legal_hold_list"),
    path("staff/holds/new/", holds.legal_hold_new, name="legal_hold_new"),
    path("staff/holds/<int:pk>/", holds.legal_hold, name="legal_hold"),
    path("staff/holds/<int:pk>/review/", holds.legal_hold_review, name="legal_hold_review"),
    path("staff/holds/<int:pk>/end/", holds.legal_hold_end, name="legal_hold_end"),
    path("staff/holds/<int:pk>/<slug:answer>/", holds.legal_hold_answer, name="legal_hold_answer"),
    path("staff/restricted/", erasures_staff.hold_list, name="hold_list"),
    path("staff/restricted/<int:pk>/", erasures_staff.hold_detail, name="hold_detail"),
]
