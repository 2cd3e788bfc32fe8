"""Checks of one dimension: governance."""
