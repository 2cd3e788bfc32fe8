"""Checks of one dimension: operations."""
