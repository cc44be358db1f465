-- No index holds a column that changes, so that updates stay on their page.
CREATE INDEX participants_campaign ON participants (campaign, joined);
CREATE INDEX participants_buyer ON participants (buyer, joined);
CREATE INDEX participants_code ON participants (code);
