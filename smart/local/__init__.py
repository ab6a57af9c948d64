"""The portal on one machine, for development, the demo and the tests.

Starts PostgreSQL and Redis when nobody named some, writes their addresses, and runs the portal's processes.
Nothing here imports Django: it runs before the settings can be read.
"""
