"""Frozen values: the matrix, the requirements and the decision. No I/O, no third-party package."""
