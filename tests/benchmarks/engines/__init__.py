"""Parts of the benchmark of the engines; ``bench_engines.py`` is the command."""
