"""The work: activities, clients, orders, missions, contracts and their declarations."""
