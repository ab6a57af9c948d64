"""E-invoices: one EN 16931 model, its syntaxes, its rules. Pure: no database, no settings, no clock, no network."""
