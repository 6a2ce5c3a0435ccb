"""Extractions -> a graph folder: DuckDB over the shards merges papers, groups evidence, weighs belief.

papers (which records are one paper) → overrides (what the user knows better)
  → documents, mentions → evidence → assertions → concepts → manifest
"""
