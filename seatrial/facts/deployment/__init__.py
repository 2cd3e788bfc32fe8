"""What is started where, how is it bounded and scaled?"""
