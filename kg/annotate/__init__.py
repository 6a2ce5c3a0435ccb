"""Document -> Extraction: spaCy components that find mentions, link them and read relations from rules.

    kg_sentences → kg_abbreviations → kg_mentions → kg_links → kg_qualifiers → kg_relations → convert

`kg_foreign` takes the place of `kg_mentions` where somebody else's model finds the mentions (pipelines/scispacy).
Only span groups and plain rows are kept on a Doc, so that Docs survive pickling between processes.
"""
