-- Stretches of a trail are counted from this alone, without looking at rows.
CREATE INDEX entries_campaign ON entries (campaign, position) INCLUDE (since, moves, secured) WHERE campaign IS NOT NULL;
CREATE INDEX entries_late ON entries (campaign, since) INCLUDE (position, moves) WHERE since > position;
CREATE INDEX entries_turn ON entries (campaign, position) WHERE turn;
CREATE INDEX entries_time ON entries USING brin (recorded_at);
