"""Scripts, the engine that moves a conversation, and the use cases around it."""
