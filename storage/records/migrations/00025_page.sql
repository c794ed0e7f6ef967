-- +goose Up

-- Who may look at the counts' page: a link from the chat, good once and for
-- minutes, then a session of half an hour. Only hashes are kept.
CREATE TABLE page_links (
    hash       bytea       CONSTRAINT page_links_pkey PRIMARY KEY CONSTRAINT page_links_hash_check CHECK (length(hash) = 32),
    person     bigint      NOT NULL CONSTRAINT page_links_person_fkey REFERENCES people (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE TABLE page_sessions (
    hash       bytea       CONSTRAINT page_sessions_pkey PRIMARY KEY CONSTRAINT page_sessions_hash_check CHECK (length(hash) = 32),
    person     bigint      NOT NULL CONSTRAINT page_sessions_person_fkey REFERENCES people (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);

-- +goose Down
DROP TABLE page_sessions, page_links;
