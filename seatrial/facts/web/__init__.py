"""How do web frameworks and model servers find the code that answers, and what does it declare about a request?"""
