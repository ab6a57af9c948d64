"""The tables of the tenant."""

from countries.models.country import Country
from countries.models.entity import BankAccount, LegalEntity, Office
from countries.models.proposal import StateProposal
from countries.models.setting import CountrySetting

__all__ = [
    "BankAccount",
    "Country",
    "CountrySetting",
    "LegalEntity",
    "Office",
    "StateProposal",
]
