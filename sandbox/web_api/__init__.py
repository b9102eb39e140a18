"""The Web API: one module a family of methods, one registry, one road every call takes."""
