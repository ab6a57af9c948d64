"""People, access and papers."""

from members.models.consent import Consent
from members.models.document import Document
from members.models.membership import Membership, StaffRole
from members.models.notification import Notification, OutgoingMail
from members.models.profile import Profile, TaxFile
from members.models.share import ShareSubscription
from members.models.user import User

__all__ = [
    "Consent",
    "Document",
    "Membership",
    "Notification",
    "OutgoingMail",
    "Profile",
    "ShareSubscription",
    "StaffRole",
    "TaxFile",
    "User",
]
