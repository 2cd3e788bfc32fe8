"""How is a report told to a person at a terminal: what stands where, and how lines become text?"""
