"""The design base (giao diện): tokens, base, and one folder for each part that screens are made of."""
