-- When monitors with a schedule are due next.
CREATE TABLE schedules (
    monitor TEXT PRIMARY KEY,
    due BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX schedules_by_due ON schedules (due, monitor);

-- Which monitor a webhook's address starts; only hashes of secrets are kept.
CREATE TABLE webhooks (
    hash BLOB PRIMARY KEY,
    monitor TEXT NOT NULL
);
CREATE INDEX webhooks_by_monitor ON webhooks (monitor);

-- Keys of webhook calls that start something once only.
CREATE TABLE webhook_keys (
    monitor TEXT NOT NULL,
    hash BLOB NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (monitor, hash)
);

-- Every due slot, every call of a webhook and every run by hand, from queue to history. `state` is
-- queued, running, success, failed, error, aborted or skipped, and `reason` why it is not success.
-- A row may stand for several `slots` in a row that were missed, of which `slot` is the first.
-- `team` is the workspace's team, or its owner's number below zero.
-- `payload` is what a webhook was called with, and goes when the run begins.
CREATE TABLE executions (
    id TEXT PRIMARY KEY,
    monitor TEXT NOT NULL,
    owner BIGINT NOT NULL,
    team BIGINT NOT NULL,
    cause TEXT NOT NULL,
    slot BIGINT,
    slots BIGINT NOT NULL,
    late BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    payload TEXT NOT NULL,
    node TEXT NOT NULL,
    lease BIGINT NOT NULL,
    record TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    assertions BIGINT NOT NULL,
    assertions_failed BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    requests_failed BIGINT NOT NULL,
    latency BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    report TEXT NOT NULL
);
CREATE UNIQUE INDEX executions_by_slot ON executions (monitor, slot);
CREATE INDEX executions_by_monitor ON executions (monitor, created_at, id);
CREATE INDEX executions_by_state ON executions (state, created_at, id);
CREATE INDEX executions_by_owner ON executions (owner, created_at);

-- The tries of an execution. `summary` and `log` are JSON.
CREATE TABLE monitor_runs (
    id TEXT PRIMARY KEY,
    execution TEXT NOT NULL,
    monitor TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    state TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    summary TEXT NOT NULL,
    log TEXT NOT NULL
);
CREATE INDEX monitor_runs_by_execution ON monitor_runs (execution, attempt);
CREATE INDEX monitor_runs_by_monitor ON monitor_runs (monitor);
CREATE INDEX monitor_runs_by_age ON monitor_runs (started_at);

-- What each hour (hours since 1970) adds up to; kept when the runs are gone.
CREATE TABLE monitor_hours (
    monitor TEXT NOT NULL,
    hour BIGINT NOT NULL,
    runs BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    latency BIGINT NOT NULL,
    PRIMARY KEY (monitor, hour)
) WITHOUT ROWID;
