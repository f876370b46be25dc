"""The pages on which co-managers change prices, named periods, supplements and audiences."""
