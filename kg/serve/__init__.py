"""a graph folder -> HTTP: a SPARQL endpoint, a JSON API, and a page to ask from. The only room that knows FastAPI."""
