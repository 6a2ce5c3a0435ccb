"""Figures, not tests: `python -m tests.benchmarks [ABSTRACTS...]` prints the table of docs/performance.md."""
