"""Where could text from outside do harm, and what lies open?"""
