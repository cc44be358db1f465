DROP TABLE api_tokens;
DROP TABLE sign_in_links;
DROP TABLE sessions;
