"""The therapist's side: what needs her, what was said, who comes when. Works without scripts."""
