//! What every command owes its users: help in French, tables in eighty columns, JSON that scripts can read.
