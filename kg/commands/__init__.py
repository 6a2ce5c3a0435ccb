"""the command line -> one call each, and what it prints; `kg.cli` is the door to them."""
