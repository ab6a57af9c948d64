"""Sentences of the portal changed here: proposed by one person, approved by another, laid over the shipped catalogues."""
