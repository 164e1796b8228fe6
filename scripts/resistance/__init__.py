"""Library of resistance-rnaseq: pure functions from tables to tables.

Only the modules under :mod:`resistance.readers` and :mod:`resistance.writers` open files; nothing
here knows Snakemake.
"""
