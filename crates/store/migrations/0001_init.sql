-- Kinds of elements: 1 collection, 2 environment, 3 API. Kinds of items: 1 folder, 2 request,
-- 3 response. `record` is the intent record that announced the change which wrote the row.

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Every change leaves its record here, whatever rows it touched.
CREATE TABLE effects (
    record TEXT PRIMARY KEY,
    at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    full_name TEXT NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    record TEXT NOT NULL
);
-- The name of someone removed may be used again.
CREATE UNIQUE INDEX users_by_name ON users (username) WHERE active = 1;

CREATE TABLE teams (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    domain TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    record TEXT NOT NULL
);

CREATE TABLE memberships (
    user_id BIGINT NOT NULL,
    team BIGINT NOT NULL,
    roles TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (user_id, team)
);

CREATE TABLE workspaces (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    visibility TEXT NOT NULL,
    team BIGINT,
    owner BIGINT NOT NULL,
    about TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    version BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX workspaces_by_age ON workspaces (created_at, id);
CREATE INDEX workspaces_by_owner ON workspaces (owner, created_at);

CREATE TABLE workspace_roles (
    workspace TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    role BIGINT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (workspace, user_id)
);
CREATE INDEX workspace_roles_by_user ON workspace_roles (user_id);

-- `ord` counts the elements of a kind in a workspace; `size` is the length of all its texts;
-- `about` is its description in lower case, to be searched.
CREATE TABLE elements (
    id TEXT PRIMARY KEY,
    kind BIGINT NOT NULL,
    owner BIGINT NOT NULL,
    name TEXT NOT NULL,
    workspace TEXT NOT NULL,
    ord BIGINT NOT NULL,
    about TEXT NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    version BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE UNIQUE INDEX elements_by_place ON elements (workspace, kind, ord);
CREATE INDEX elements_by_name ON elements (name, kind);
CREATE INDEX elements_by_owner ON elements (owner, kind);

-- How many elements have an `ord` of bucket*1024 and up; bucket -1 is all of them, -2 the next
-- `ord`. With them a page is found without counting the rows before it.
CREATE TABLE element_counts (
    workspace TEXT NOT NULL,
    kind BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (workspace, kind, bucket)
) WITHOUT ROWID;

-- The text of an element: a collection's without its items. `element` may also be
-- `globals:<workspace>`. `slots` names the secrets that belong into the text.
CREATE TABLE documents (
    element TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    slots TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    version BIGINT NOT NULL,
    record TEXT NOT NULL
);

-- `parent` is empty at the top. `position` orders siblings, with room between them. `version` is
-- the collection's version that the last change of this row made.
CREATE TABLE items (
    id TEXT PRIMARY KEY,
    collection TEXT NOT NULL,
    parent TEXT NOT NULL,
    kind BIGINT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    slots TEXT NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    version BIGINT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX items_by_place ON items (collection, parent, position);

-- States that are no more, and (without a body) the ends of things. The present state is in the
-- table the thing lives in.
CREATE TABLE revisions (
    of_id TEXT NOT NULL,
    element TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_user BIGINT NOT NULL,
    record TEXT NOT NULL,
    kind BIGINT NOT NULL,
    parent TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    body TEXT,
    slots TEXT NOT NULL,
    PRIMARY KEY (of_id, element, number)
);
CREATE INDEX revisions_by_element ON revisions (element);

-- Encrypted values; never changed, and shared by all states that hold the same value.
CREATE TABLE secrets (
    id TEXT PRIMARY KEY,
    element TEXT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    sealed BLOB NOT NULL
);
CREATE INDEX secrets_by_element ON secrets (element);

CREATE TABLE agents (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    owner BIGINT NOT NULL,
    state TEXT NOT NULL,
    not_after BIGINT,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    record TEXT NOT NULL
);

-- Only hashes of keys are kept; `public` is the part of a key that tells it from others.
CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    public TEXT NOT NULL UNIQUE,
    user_id BIGINT,
    agent TEXT,
    collection TEXT,
    hash BLOB NOT NULL UNIQUE,
    last4 TEXT NOT NULL,
    label TEXT NOT NULL,
    not_after BIGINT,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    revoked_at BIGINT,
    last_used BIGINT,
    record TEXT NOT NULL
);

CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    agent TEXT,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    record TEXT NOT NULL
);

CREATE TABLE usage_counts (
    user_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (user_id, month, name)
) WITHOUT ROWID;
