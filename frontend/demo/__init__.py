"""Two invented states of real houses, to try the product on: what they offer, their people, their bookings."""
