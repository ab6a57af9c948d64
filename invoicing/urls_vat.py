"""Addresses of the VAT rules."""

from django.urls import path

from invoicing.views import staff_vat_rules

urlpatterns = [
    path("staff/vat/", staff_vat_rules.vat_rules, name="vat_rules"),
    path("staff/vat/try/", staff_vat_rules.vat_try, name="vat_try"),
    path("staff/vat/rules/<str:row>/", staff_vat_rules.vat_rule, name="vat_rule"),
    path("staff/vat/rules/<str:row>/review/", staff_vat_rules.vat_rule_review, name="vat_rule_review"),
    path("staff/vat/reviews/<int:pk>/confirm/", staff_vat_rules.vat_review_confirm, name="vat_review_confirm"),
    path("staff/vat/reviews/<int:pk>/refuse/", staff_vat_rules.vat_review_refuse, name="vat_review_refuse"),
]
