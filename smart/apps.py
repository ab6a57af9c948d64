from django.apps import AppConfig


class SmartConfig(AppConfig):
    name = "smart"
    label = "smart"
    verbose_name = "Smart portal"

    def ready(self) -> None:
        """Register the deploy checks."""
        from smart import checks  # noqa: F401 (importing registers them)
