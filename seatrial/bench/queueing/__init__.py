"""What does a queue make of service times: how long do requests wait, and up to which rate does a target hold?"""
