"""a query -> its papers as PubMed XML; an ontology's name -> its verified file, in a folder of the user's."""
