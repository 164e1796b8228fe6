"""Whether a change is seen again in other lines: over contrasts of independent derivations."""
