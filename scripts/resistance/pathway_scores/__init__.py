"""Scores of gene sets in single samples, their tests, and samples that stand apart."""
