"""Formulas, factors, model matrices and contrasts."""
