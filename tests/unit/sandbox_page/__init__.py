"""The sandbox page without a browser: what its renderer makes of blocks and words."""
