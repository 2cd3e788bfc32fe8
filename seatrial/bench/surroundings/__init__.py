"""On which machine, which processors and beside which other work is something measured?"""
