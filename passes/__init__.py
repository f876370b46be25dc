"""The pass between houses comes with its own issue."""
