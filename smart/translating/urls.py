"""Addresses of the translators' pages: they belong to no country."""

from django.urls import path

from smart.translating import views

urlpatterns = [
    path("translations/", views.language_list, name="translation_list"),
    path("translations/<slug:language>/", views.sentence_list, name="translation_sentences"),
    path("translations/<slug:language>/file/", views.language_export, name="translation_export"),
    path("translations/<slug:language>/<slug:key>/", views.sentence, name="translation_sentence"),
    path("translations/<slug:language>/<slug:key>/doubt/", views.sentence_doubt, name="translation_doubt"),
    path("translation-texts/<int:pk>/<slug:answer>/", views.wording_decide, name="translation_decide"),
]
