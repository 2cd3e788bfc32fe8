"""With what can a model be fed, and where does each number of it come from?"""
