"""What do tests and measurements really exercise?"""
