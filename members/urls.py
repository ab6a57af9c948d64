"""Tenant pages of the members room, under the country's prefix."""

from django.urls import path

from members import urls_joining, urls_shares, urls_threads
from members.views import applications, documents, join, me, notifications, preferences, roles, staff

app_name = "members"

urlpatterns = [
    path("join/", join.start, name="join"),
    path("join/identity/", join.identity, name="join_identity"),
    path("join/address/", join.address, name="join_address"),
    path("join/account/", join.account, name="join_account"),
    path("join/tax/", join.tax, name="join_tax"),
    path("join/send/", join.send, name="join_send"),
    path("me/", me.profile, name="me"),
    path("me/address/", me.address, name="me_address"),
    path("me/account/", me.account, name="me_account"),
    path("me/tax/", me.tax, name="me_tax"),
    path("me/language/", me.language, name="me_language"),
    path("me/sessions/", me.sessions, name="me_sessions"),
    path("me/sessions/<int:pk>/end/", me.session_end, name="me_session_end"),
    path("documents/", documents.document_list, name="document_list"),
    path("documents/<int:pk>/", documents.document_open, name="document_open"),
    path("notices/", notifications.notification_list, name="notification_list"),
    path("notices/choose/", preferences.notice_preferences, name="notice_preferences"),
    path("notices/stop/<str:token>/", preferences.notice_stop, name="notice_stop"),
    path("notices/read/", notifications.notification_read_all, name="notification_read_all"),
    path("notices/<int:pk>/read/", notifications.notification_read, name="notification_read"),
    path("staff/applications/", applications.application_list, name="staff_application_list"),
    path("staff/members/", staff.member_list, name="staff_member_list"),
    path("staff/members/<int:pk>/", staff.member_detail, name="staff_member"),
    path("staff/members/<int:pk>/numbers/", staff.member_reveal, name="staff_member_reveal"),
    path("staff/members/<int:pk>/identity/", staff.member_identity, name="staff_member_identity"),
    path("staff/members/<int:pk>/permit/", staff.member_permit, name="staff_member_permit"),
    path("staff/members/<int:pk>/adviser/", staff.member_adviser, name="staff_member_adviser"),
    path("staff/members/<int:pk>/suspend/", staff.member_suspend, name="staff_member_suspend"),
    path("staff/members/<int:pk>/reactivate/", staff.member_reactivate, name="staff_member_reactivate"),
    path("staff/members/<int:pk>/meet/", applications.application_meet, name="staff_application_meet"),
    path("staff/members/<int:pk>/admit/", applications.application_admit, name="staff_application_admit"),
    path("staff/members/<int:pk>/decline/", applications.application_decline, name="staff_application_decline"),
    path("staff/roles/", roles.role_list, name="staff_roles"),
    path("staff/roles/<int:pk>/end/", roles.role_end, name="staff_role_end"),
    *urls_joining.urlpatterns,
    *urls_shares.urlpatterns,
    *urls_threads.urlpatterns,
]
