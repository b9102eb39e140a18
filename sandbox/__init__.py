"""A Slack workspace on your own machine. Imports nothing of the product."""
