"""The form (thể thức, Nghị định 30/2020): a Content drawn as a page (PDF/A) and as an editable document."""

from .docx import draw_docx
from .pdf import annex_signature_box, draw_annex, draw_pdf, signature_boxes

__all__ = ["annex_signature_box", "draw_annex", "draw_docx", "draw_pdf", "signature_boxes"]
