"""Functional assays: what the cells do, with and without an inhibitor."""
