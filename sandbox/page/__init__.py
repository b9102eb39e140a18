"""The sandbox's web page: a stranger acts as any person of the workspace and talks with the app."""
