"""People, access and papers."""

from members.models.account_change import AccountChange
from members.models.adviser import AdviserTerm
from members.models.consent import Consent
from members.models.data_export import DataExport
from members.models.document import Document
from members.models.erasure import Erasure, ErasurePart
from members.models.inbound import InboundMail
from members.models.leaving import Leaving
from members.models.legal_hold import LegalHold
from members.models.meeting import Appointment, Booking, Meeting
from members.models.membership import Membership, StaffRole
from members.models.notice_choice import NoticeChoice
from members.models.notification import Notification, OutgoingMail
from members.models.paper import MemberPaper
from members.models.profile import Profile, TaxFile
from members.models.share import ShareMovement, SharePayWord, ShareRegister, ShareSubscription
from members.models.sign_in import SignIn
from members.models.thread import Message, Thread, ThreadRead
from members.models.user import User

__all__ = [
    "AccountChange",
    "AdviserTerm",
    "Appointment",
    "Booking",
    "Consent",
    "DataExport",
    "Document",
    "Erasure",
    "ErasurePart",
    "InboundMail",
    "Leaving",
    "LegalHold",
    "Meeting",
    "MemberPaper",
    "Membership",
    "Message",
    "NoticeChoice",
    "Notification",
    "OutgoingMail",
    "Profile",
    "ShareMovement",
    "SharePayWord",
    "ShareRegister",
    "ShareSubscription",
    "SignIn",
    "StaffRole",
    "TaxFile",
    "Thread",
    "ThreadRead",
    "User",
]
