"""What is known about the countries, as data: the network, the tenants, the catalogue of settings. No database."""
