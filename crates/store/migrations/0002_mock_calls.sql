-- Calls of mocks. `matched` is 1 when an example answered; `request` and `response` are JSON texts
-- with headers and bodies. They are kept for a while only, and have no past states.
CREATE TABLE mock_calls (
    mock TEXT NOT NULL,
    at BIGINT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status BIGINT NOT NULL,
    matched BIGINT NOT NULL,
    request TEXT NOT NULL,
    response TEXT NOT NULL
);
-- Rows are large: what is old is found here without reading them.
CREATE UNIQUE INDEX mock_calls_by_mock ON mock_calls (mock, at, id);
