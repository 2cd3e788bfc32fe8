"""How does what was measured become a record, a file, and the ground on which measuring goes on?"""
