"""What would loading a stored model run? Read by content, part by part, within one budget; nothing is loaded."""
