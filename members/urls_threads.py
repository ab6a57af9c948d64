"""Addresses of conversations: the member's and the staff's."""

from django.urls import path

from members.views import staff_mails, staff_threads, threads

urlpatterns = [
    path("questions/", threads.thread_list, name="thread_list"),
    path("questions/new/", threads.thread_new, name="thread_new"),
    path("questions/about/<slug:table>/<int:pk>/", threads.thread_ask, name="thread_ask"),
    path("questions/<int:pk>/", threads.thread_detail, name="thread_detail"),
    path("questions/<int:pk>/close/", threads.thread_close, name="thread_close"),
    path("questions/<int:pk>/read/", threads.thread_read, name="thread_read"),
    path("staff/questions/", staff_threads.staff_thread_list, name="staff_thread_list"),
    path("staff/questions/about/<slug:table>/<int:pk>/", staff_threads.staff_thread_ask, name="staff_thread_ask"),
    path("staff/questions/<int:pk>/", staff_threads.staff_thread, name="staff_thread"),
    path("staff/questions/<int:pk>/note/", staff_threads.staff_thread_note, name="staff_thread_note"),
    path("staff/questions/<int:pk>/assign/", staff_threads.staff_thread_assign, name="staff_thread_assign"),
    path("staff/questions/<int:pk>/take/", staff_threads.staff_thread_take, name="staff_thread_take"),
    path("staff/questions/<int:pk>/close/", staff_threads.staff_thread_close, name="staff_thread_close"),
    path("staff/mails/", staff_mails.mail_list, name="staff_mail_list"),
    path("staff/mails/<int:pk>/", staff_mails.mail_detail, name="staff_mail"),
    path("staff/mails/<int:pk>/place/", staff_mails.mail_place, name="staff_mail_place"),
    path("staff/mails/<int:pk>/discard/", staff_mails.mail_discard, name="staff_mail_discard"),
]
