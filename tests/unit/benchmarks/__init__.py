"""The benchmarks measure what they say, and still run."""
