"""Checks of one dimension: data."""
