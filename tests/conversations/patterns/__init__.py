"""What people do in a conversation (the rows of `repair`), at every step of booking, moving and cancelling."""
