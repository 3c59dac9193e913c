"""What people read of figures and results: texts, tables and charts."""
