"""Where does the code get models from, and where does it run them?"""
