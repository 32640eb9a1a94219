"""Short-lived state that replicas share: what was seen, leases, rates. Redis, or memory for one process."""
