from django.apps import AppConfig


class SmartConfig(AppConfig):
    name = "smart"
    label = "smart"
    verbose_name = "Smart portal"
