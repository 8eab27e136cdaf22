"""Starting the three programs on one machine: train what is new, supervise, tell when each is ready."""
