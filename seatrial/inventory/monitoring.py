"""Inventory: monitoring."""
