"""Inventory: security."""
