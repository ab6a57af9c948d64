"""People, access, papers: who may do what, and which documents are whose."""
