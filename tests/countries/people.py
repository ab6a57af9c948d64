"""Three people of the network, as actors: two admins, a stranger; and a country administrator."""

from smart.foundation.actors import ADMIN, MEMBER, STAFF, Actor

ALMA = Actor(kinds=frozenset({ADMIN}), user_id=901, label="Alma Admin", ip="192.0.2.1")
BRAM = Actor(kinds=frozenset({ADMIN}), user_id=902, label="Bram Admin", ip="192.0.2.2")
CLEO = Actor(kinds=frozenset({STAFF}), user_id=903, label="Cleo Country", roles=frozenset({"country_admin"}))
STRANGER = Actor(kinds=frozenset({MEMBER}), user_id=904, label="Sam Stranger")
