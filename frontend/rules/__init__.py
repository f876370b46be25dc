"""The pages on which co-managers change hours, rooms, rules and prices."""
