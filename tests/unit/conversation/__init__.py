"""Scripts, the engine that moves a conversation, and the format scripts are written in."""
