"""From transcripts to genes: which gene a transcript is of, and tximport's sums."""
