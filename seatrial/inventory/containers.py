"""Inventory: containers."""
