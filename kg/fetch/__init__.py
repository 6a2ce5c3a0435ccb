"""an ontology's name -> its verified file, in a folder of the user's."""
