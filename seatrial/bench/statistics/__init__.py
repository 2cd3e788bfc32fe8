"""What do measured times say: percentiles, intervals, and whether one system is slower than another?"""
