"""How is the way from what a deployment starts to the model told: drawn, as data, and what its code is like?"""
