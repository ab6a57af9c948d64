"""The roof's tables, gathered for Django."""

from smart.translating.models import Wording

__all__ = ["Wording"]
