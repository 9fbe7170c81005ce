"""The same answers for agents, over the Model Context Protocol on stdin and stdout.

The package of the protocol, extra `mcp`, is imported by `server.py` alone.
"""
