"""Programmes, who takes part in them, who accompanies whom, and what they agreed on."""
