"""How a tagger is made: from lines to a fitted, calibrated and evaluated artifact."""
