"""What do application, function and model platforms start?"""
