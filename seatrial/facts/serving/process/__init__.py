"""How does a service start, keep its state, and end?"""
