"""The desk: conversations, appointments, transcripts; everything that must last."""
