"""What is inside stored models that are neither pickles nor plain archives?"""
