"""Which drawings does a benchmark make: latency, throughput, load, cost, devices?"""
