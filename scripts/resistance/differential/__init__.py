"""Differential expression: one negative-binomial fit, every contrast tested from it."""
