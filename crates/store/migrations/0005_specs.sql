-- Files of specs; `root` marks the one that describes the API.
CREATE TABLE spec_files (
    id TEXT PRIMARY KEY,
    spec TEXT NOT NULL,
    path TEXT NOT NULL,
    root BIGINT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    version BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE UNIQUE INDEX spec_files_by_path ON spec_files (spec, path);

-- Which collections and specs were made of one another, and at which versions they agreed last.
-- `made` is the kind of what was made, `options` how; `sync` is how they are kept in step.
CREATE TABLE spec_links (
    spec TEXT NOT NULL,
    collection TEXT NOT NULL,
    made BIGINT NOT NULL,
    options TEXT NOT NULL,
    sync TEXT NOT NULL,
    spec_version BIGINT NOT NULL,
    collection_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (spec, collection)
);
CREATE INDEX spec_links_by_collection ON spec_links (collection, spec);

-- Snapshots of all files of a spec, as JSON.
CREATE TABLE spec_tags (
    id TEXT PRIMARY KEY,
    spec TEXT NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    files TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_user BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX spec_tags_by_spec ON spec_tags (spec, at, id);

-- Work that callers ask about later. `result` is JSON.
CREATE TABLE tasks (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    element TEXT NOT NULL,
    state TEXT NOT NULL,
    result TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_user BIGINT NOT NULL
);
CREATE INDEX tasks_by_age ON tasks (at);
