"""Reads the templates of infrastructure: which APIs they declare, and what those use."""
