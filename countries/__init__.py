"""The tenant and its law: countries, their settings with dates, their packs."""
