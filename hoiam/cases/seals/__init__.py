"""Seals (niêm phong): the history in numbered batches, each under a root that the one after it covers.

A root kept anywhere outside this database is enough to know that nothing under it was rewritten since.
"""
