"""Bank statements as files: what a bank writes (camt.053, CODA) read into plain data, without database and network."""
