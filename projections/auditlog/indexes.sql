CREATE INDEX entries_campaign ON entries (campaign, position) INCLUDE (since) WHERE campaign IS NOT NULL;
CREATE INDEX entries_time ON entries USING brin (recorded_at);
