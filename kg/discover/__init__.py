"""a graph folder -> ranked hypotheses, paths, hubs, communities, and what changed by year."""
