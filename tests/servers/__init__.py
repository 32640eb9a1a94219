"""Real servers for tests, from wheels: Valkey and PostgreSQL. Each on a Unix socket or loopback, thrown away after."""
