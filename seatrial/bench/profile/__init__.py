"""How much work is a model, how much of it could the machine do in that time, and what wastes the rest?"""
