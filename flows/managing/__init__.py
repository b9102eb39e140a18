"""What programme managers do, and who may become one."""
