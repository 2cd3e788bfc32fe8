"""Which rows are kept apart to judge a model, and what of them leaks into training?"""
