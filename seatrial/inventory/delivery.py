"""Inventory: delivery."""
