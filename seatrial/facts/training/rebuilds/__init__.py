"""By what is a model made again: programs, notebooks, pipelines, schedules?"""
