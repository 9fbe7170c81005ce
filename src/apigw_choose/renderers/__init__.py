"""From decisions and features to text and JSON: no logic, no I/O."""
