"""On what can a model run here, under which interpreter, and how much does the machine itself bear?"""
