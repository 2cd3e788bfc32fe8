"""What does a system under test do with requests that do not wait for it, what can it bear, and what does it cost?"""
