"""Signatures (chữ ký số): a PDF prepared, signed and verified (PAdES). Pure: it knows no table."""

import logging

# What these libraries find is a verdict in a sentence, not a line with a traceback; and that nothing may be
# fetched is the rule here, no cause for a warning.
for library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(library).setLevel(logging.ERROR)
