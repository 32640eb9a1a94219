"""Messages that nobody asked for, or that change after they were sent: durable, each once, edited in place."""
