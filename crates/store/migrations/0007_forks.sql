-- What a fork shows of where it came from, as JSON; empty for all that are none.
ALTER TABLE elements ADD COLUMN fork TEXT NOT NULL DEFAULT '';

-- `base` at `version` is the state that both sides had in common last: the parent's when the fork
-- took it over, the fork's when the parent did.
CREATE TABLE forks (
    fork TEXT PRIMARY KEY,
    parent TEXT NOT NULL,
    base TEXT NOT NULL,
    version BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX forks_by_parent ON forks (parent);

-- Which item of a fork is which of its parent; kept for items that are gone, which the other side
-- may still have.
CREATE TABLE fork_items (
    fork TEXT NOT NULL,
    item TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (fork, item)
) WITHOUT ROWID;

-- `reviewers` is JSON: who was asked, and what they said.
CREATE TABLE pull_requests (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    source_owner BIGINT NOT NULL,
    destination TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    status TEXT NOT NULL,
    comment TEXT NOT NULL,
    reviewers TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX pull_requests_by_destination ON pull_requests (destination, created_at);
CREATE INDEX pull_requests_by_source ON pull_requests (source, created_at);
