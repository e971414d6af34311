"""What is said to the person who sent a file that cannot be kept."""


class Refused(Exception):
    """`str()` of it is a sentence: what is so, and what they can do."""
