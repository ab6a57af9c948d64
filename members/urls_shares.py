"""Addresses of shares and of leaving (part of members.urls)."""

from django.urls import path

from members.views import leaving, shares, staff_leaving, staff_shares

urlpatterns = [
    path("me/shares/", shares.share_list, name="share_list"),
    path("me/shares/subscribe/", shares.share_subscribe, name="share_subscribe"),
    path("me/shares/certificate/", shares.share_certificate_ask, name="share_certificate"),
    path("me/shares/<int:pk>/agree/", shares.share_agree, name="share_agree"),
    path("me/leave/", leaving.leave, name="leave"),
    path("me/leave/<int:pk>/withdraw/", leaving.leave_withdraw, name="leave_withdraw"),
    path("staff/shares/", staff_shares.share_subscriptions, name="staff_share_list"),
    path("staff/shares/register/", staff_shares.register, name="staff_share_register"),
    path("staff/shares/register/file/", staff_shares.register_file, name="staff_share_register_file"),
    path("staff/shares/members/<int:pk>/", staff_shares.share_account, name="staff_share_account"),
    path("staff/shares/members/<int:pk>/category/", staff_shares.share_category, name="staff_share_category"),
    path("staff/shares/<int:pk>/paid/", staff_shares.share_paid, name="staff_share_paid"),
    path("staff/shares/<int:pk>/cancel/", staff_shares.share_cancel, name="staff_share_cancel"),
    path("staff/shares/<int:pk>/transfer/", staff_shares.share_transfer, name="staff_share_transfer"),
    path("staff/leaving/", staff_leaving.leaving_list, name="staff_leaving_list"),
    path("staff/leaving/<int:pk>/", staff_leaving.leaving_detail, name="staff_leaving"),
    path("staff/leaving/<int:pk>/interview/", staff_leaving.leaving_interview, name="staff_leaving_interview"),
    path("staff/leaving/<int:pk>/end/", staff_leaving.leaving_end, name="staff_leaving_end"),
]
