"""What does a model do on the machine it will run on: latency, throughput, capacity and cost, measured?"""
