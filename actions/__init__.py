"""What Rasa's dialogue does: one action a module, over a draft, through the desk's API."""
