"""What the use cases ask the store for, one module per kind of thing.

Statements are built once, here, and every lookup of somebody's things names the person as well as the id.
"""
