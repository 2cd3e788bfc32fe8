"""Checks of one dimension: business."""
