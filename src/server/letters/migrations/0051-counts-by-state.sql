-- how many letters stand in each state, of all kinds or of one: read from the narrowest index that tells it
create index letters_by_state_and_kind on letters (state, kind);
