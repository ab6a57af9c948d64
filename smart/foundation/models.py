"""The ground floor's tables, gathered for Django."""

from smart.foundation.audit import AuditEntry
from smart.foundation.jobs import Job
from smart.foundation.states import StateChange

__all__ = ["AuditEntry", "Job", "StateChange"]
