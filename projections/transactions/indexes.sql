CREATE INDEX lines_campaign ON lines (campaign, since) WHERE campaign IS NOT NULL;
