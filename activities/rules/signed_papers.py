"""The signed paper that stands in for a client's confirmation, in the vault."""

from typing import Final

from activities.models import Order
from members.models import Document
from members.models.document import Visibility
from members.rules.documents import issue_document
from smart.foundation.actors import Actor
from smart.foundation.uploads import SafeFile

SIGNED_ORDER: Final = "signed_order"


def keep_signed_paper(order: Order, *, paper: SafeFile, by: Actor) -> Document:
    """Put the paper into the vault; the same bytes again change nothing."""
    return issue_document(
        subject=order,
        kind=SIGNED_ORDER,
        title=f"{order.mission.reference} {paper.name}"[:200],
        content=paper.content,
        language="",
        membership=order.mission.activity.membership,
        visible_to=Visibility.MEMBER,
        retention_class="accounting",
        by=by,
        suffix=paper.suffix,
        content_type=paper.content_type,
    )
