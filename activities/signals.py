"""News for the rooms above. Each carries `country_id` and `id`, and is sent inside the transaction of the change.

Receivers only enqueue a job; the one exception is `contract_cancelled`, whose receiver in the books gives the reserved
budget back in the same transaction, so that no euro is ever reserved for a contract that does not exist.
"""

from django.dispatch import Signal

mission_confirmed = Signal()
contract_validated = Signal()
contract_cancelled = Signal()
client_changed = Signal()
