-- What proves that a vote by queue was signed with a token. It is made with the token: those from before have none.
alter table api_tokens add column vote_key text;
