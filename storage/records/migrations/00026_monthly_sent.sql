-- +goose Up

-- Which month's counts each coordinator has been sent: each once.
CREATE TABLE monthly_sent (
    month   date        NOT NULL,
    person  bigint      NOT NULL CONSTRAINT monthly_sent_person_fkey REFERENCES people (id) ON DELETE CASCADE,
    sent_at timestamptz NOT NULL,
    CONSTRAINT monthly_sent_pkey PRIMARY KEY (month, person)
);
COMMENT ON COLUMN monthly_sent.month IS 'The month''s first day, in Shanghai.';

-- +goose Down
DROP TABLE monthly_sent;
