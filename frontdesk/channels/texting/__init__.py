"""What a text message is: its words to the network, its length, its hours, its consent."""
