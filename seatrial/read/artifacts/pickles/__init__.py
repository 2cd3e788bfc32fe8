"""What would a pickle import and call?"""
