"""Which scanners does CI run, and can what they find stop anything?"""
