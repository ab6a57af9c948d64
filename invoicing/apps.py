from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    name = "invoicing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the work."""
        from invoicing import receivers  # noqa: F401 - connecting is what importing it does
