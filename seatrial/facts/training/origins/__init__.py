"""Which records lead from a stored model back to the run, the data and the commit it came from?"""
