"""The tables of the work."""

from activities.models.activity import Activity
from activities.models.calendar_feed import CalendarFeed
from activities.models.client import Client, ClientContact
from activities.models.client_access import ClientAccess, ClientAsk, ClientProposal, ClientVatCheck
from activities.models.contract import Contract, Signature, WorkingDay
from activities.models.declaration import Declaration
from activities.models.expense import ExpenseClaim, Receipt, ReceiptFile
from activities.models.late_statement import LateStatement, LateWay
from activities.models.mission import Mission
from activities.models.order import Order, OrderLine
from activities.models.order_version import OrderAnswer, OrderVersion
from activities.models.series import OrderSeries
from activities.models.team import TeamShare

__all__ = [
    "Activity",
    "CalendarFeed",
    "Client",
    "ClientAccess",
    "ClientAsk",
    "ClientContact",
    "ClientProposal",
    "ClientVatCheck",
    "Contract",
    "Declaration",
    "ExpenseClaim",
    "LateStatement",
    "LateWay",
    "Mission",
    "Order",
    "OrderAnswer",
    "OrderLine",
    "OrderSeries",
    "OrderVersion",
    "Receipt",
    "ReceiptFile",
    "Signature",
    "TeamShare",
    "WorkingDay",
]
