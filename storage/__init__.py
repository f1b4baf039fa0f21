"""The database: tables, migrations, one repository an aggregate, on SQLite or PostgreSQL with one SQL text."""
