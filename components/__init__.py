"""Our parts of the Rasa pipeline, one per module. Nothing here knows the desk or the network."""
