"""What do the platforms get that read a result: code scanning, pull requests, test tabs, tables, release gates?"""
