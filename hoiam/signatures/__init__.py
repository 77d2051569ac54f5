"""Signatures (chữ ký số): a PDF prepared, signed and verified (PAdES). Pure: it knows no table."""
