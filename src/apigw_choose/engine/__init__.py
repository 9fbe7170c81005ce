"""Pure functions from a matrix and requirements to a decision: no I/O, no clock, no environment."""
