"""What keeps a service up when it is asked too much, or when what it depends on fails?"""
