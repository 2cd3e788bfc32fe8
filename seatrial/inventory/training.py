"""Inventory: training."""
