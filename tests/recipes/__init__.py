"""How data files that ship with the package were made from the shared folder."""
