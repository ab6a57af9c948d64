"""Reading a mail from outside: pure, without the database. Whatever arrives may be hostile or broken."""
