"""Tables of letters (bảng của văn bản): the document, who signs and numbers it, who gets it and how."""

from .document import (
    AnnexWork,
    Document,
    DocumentFile,
    DocumentLink,
    DocumentStep,
    FileRole,
    Origin,
    Relation,
    State,
)
from .offices import DraftingSymbol, Group, Letterhead, Signer
from .recipients import Delivery, DeliveryAddress, DeliveryState, Recipient, Way
from .registers import Register, RegisterEntry, RegisterYear

__all__ = [
    "AnnexWork",
    "Delivery",
    "DeliveryAddress",
    "DeliveryState",
    "Document",
    "DocumentFile",
    "DocumentLink",
    "DocumentStep",
    "DraftingSymbol",
    "FileRole",
    "Group",
    "Letterhead",
    "Origin",
    "Recipient",
    "Register",
    "RegisterEntry",
    "RegisterYear",
    "Relation",
    "Signer",
    "State",
    "Way",
]
