"""Commands that print the figures which the README quotes; nothing here decides whether a test passes."""
