"""The Models place: what answers, what finds by meaning, what ranks; fetched, used, tried, removed."""
