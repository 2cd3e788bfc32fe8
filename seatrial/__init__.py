"""The sea trial of a machine-learning repository."""

__version__ = "0.1.0"
