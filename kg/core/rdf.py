"""A graph folder as RDF: prefixes, IRIs, and a stream of quads."""
