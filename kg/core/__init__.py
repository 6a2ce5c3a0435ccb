"""The nouns, and nothing that does anything: every other room imports this one, and it imports none of them.

Bottom to top: errors < paths < vocabulary, registry < text, lexicon < graph < tables < folder < rdf.
"""
