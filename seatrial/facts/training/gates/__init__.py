"""What decides whether a model goes on: comparisons, bounds, promotions, and what follows when they fail?"""
