"""Checks of one dimension: architecture."""
