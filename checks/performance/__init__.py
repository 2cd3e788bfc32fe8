"""Checks of one dimension: performance."""
