"""The signed paper that stands in for a client's confirmation, in the vault."""

from dataclasses import dataclass
from typing import Final

from activities.models import Order
from members.models import Document
from members.models.document import Visibility
from members.rules.documents import issue_document
from smart.foundation.actors import Actor

SIGNED_ORDER: Final = "signed_order"


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper as it was uploaded: its name, bytes, their type and the ending of the name."""

    name: str
    content: bytes
    media_type: str
    suffix: str


def keep_signed_paper(order: Order, *, paper: SignedPaper, by: Actor) -> Document:
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
        content_type=paper.media_type,
    )
