"""Between the API and bookings: what it reads (`asked`) and what it shows (`shown`)."""
