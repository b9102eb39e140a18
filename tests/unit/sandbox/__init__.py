"""The sandbox: what it accepts, what it refuses, what it delivers."""
