"""Checks of one dimension: delivery."""
