"""Gates of a study: what could make its findings wrong, with a number and a threshold each.

A check returns rows of ``columns.CHECKS``. A check whose field is absent or ``unknown`` is
``not_assessable``, never ``pass``. :data:`resistance.checks.run.ALL` lists every check.
"""
