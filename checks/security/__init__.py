"""Checks of one dimension: security."""
