"""Learns the weights by which Onrecord tells languages: `python -m tools.language_weights`, from sources.toml."""
