"""How the main database came to its present shape."""
