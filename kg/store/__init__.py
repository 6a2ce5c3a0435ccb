"""a graph folder -> RDF in Oxigraph on disk; SPARQL -> an Answer, and an Answer as text."""
