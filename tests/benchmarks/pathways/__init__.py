"""Parts of bench_pathways.py."""
