"""How is a check declared and found, and what does it answer about a component?"""
