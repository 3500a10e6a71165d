"""The live room: a class votes on made-up lines with its phones, and the presenter shows the votes together."""
