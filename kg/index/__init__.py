"""ontology files -> Lexicon: the shipped vocabulary, and what a user adds."""
