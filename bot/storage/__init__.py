"""The database of the bot: SQLAlchemy, SQLite by default."""
