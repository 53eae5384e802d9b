-- Numbers that are given out once.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    n BIGINT NOT NULL
);

-- `item` is empty for comments on the collection itself; a thread has the number of its first
-- comment, whose `resolved` counts. `tags` is what the body calls people, as JSON.
CREATE TABLE comments (
    id BIGINT PRIMARY KEY,
    thread BIGINT NOT NULL,
    element TEXT NOT NULL,
    item TEXT NOT NULL,
    body TEXT NOT NULL,
    tags TEXT NOT NULL,
    resolved BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX comments_by_place ON comments (element, item, id);
CREATE INDEX comments_by_thread ON comments (thread, id);

-- `of_id` is an element's id, or a workspace's with the kind 0.
CREATE TABLE tags (
    of_id TEXT NOT NULL,
    slug TEXT NOT NULL,
    kind BIGINT NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (of_id, slug)
);
CREATE INDEX tags_by_slug ON tags (slug, at, of_id);
