"""What is kept of predictions, in what, and by which of the owner's functions?"""
