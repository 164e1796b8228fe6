"""Figures of gene sets: what they show, and how they are drawn."""
