"""Addresses of the translators' pages: they belong to no country."""

from django.urls import path

from smart.translating import views, views_translators

urlpatterns = [
    path("translations/", views.language_list, name="translation_list"),
    path("translations/<slug:language>/", views.sentence_list, name="translation_sentences"),
    path("translations/<slug:language>/file/", views.language_export, name="translation_export"),
    path("translations/<slug:language>/<slug:key>/", views.sentence, name="translation_sentence"),
    path("translations/<slug:language>/<slug:key>/doubt/", views.sentence_doubt, name="translation_doubt"),
    path("translators/", views_translators.translator_people, name="translator_people"),
    path("translators/<int:pk>/end/", views_translators.translator_end, name="translator_end"),
    path("translation-texts/<int:pk>/<slug:answer>/", views.wording_decide, name="translation_decide"),
]
