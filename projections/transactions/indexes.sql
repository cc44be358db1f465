CREATE INDEX lines_campaign ON lines (campaign, position);
