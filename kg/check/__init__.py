"""a graph folder -> problems: what does not hold in its tables, in its RDF, and in the queries that ship."""
