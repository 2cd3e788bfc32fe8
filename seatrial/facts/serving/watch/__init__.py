"""How is a service tested and watched from outside: probes, metrics, logs, requests of tests?"""
