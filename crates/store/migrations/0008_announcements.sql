-- Announcements in workspaces. `related` is JSON: what they are about.
CREATE TABLE workspace_updates (
    id BIGINT PRIMARY KEY,
    workspace TEXT NOT NULL,
    topic TEXT NOT NULL,
    description TEXT NOT NULL,
    category TEXT NOT NULL,
    pinned BIGINT NOT NULL,
    related TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX workspace_updates_by_workspace ON workspace_updates (workspace, id);

-- Collections whose documentation anybody may read; `id` is the end of its address, `settings` how
-- it looks, as JSON.
CREATE TABLE publications (
    collection TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_user BIGINT NOT NULL,
    record TEXT NOT NULL
);
