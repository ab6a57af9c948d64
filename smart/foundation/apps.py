from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "smart.foundation"
    label = "foundation"
    verbose_name = "Ground floor"
    default_auto_field = "django.db.models.BigAutoField"
