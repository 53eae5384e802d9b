-- What is found by its words, one row per workspace, element or item. `what` is 0 for workspaces,
-- the kind for elements, 10 and the kind for items. Texts are taken apart into plain words before
-- they get here; the full-text index follows this table by itself.
--only embedded
CREATE TABLE search_docs (
    n INTEGER PRIMARY KEY,
    of_id TEXT NOT NULL UNIQUE,
    element TEXT NOT NULL,
    workspace TEXT NOT NULL,
    what BIGINT NOT NULL,
    method TEXT NOT NULL,
    names TEXT NOT NULL,
    urls TEXT NOT NULL,
    about TEXT NOT NULL,
    place TEXT NOT NULL
);
CREATE VIRTUAL TABLE search_text USING fts5(
    names, urls, about, place, content='search_docs', content_rowid='n',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3 4'
);
CREATE TRIGGER search_docs_added AFTER INSERT ON search_docs BEGIN
    INSERT INTO search_text (rowid, names, urls, about, place)
    VALUES (new.n, new.names, new.urls, new.about, new.place);
END;
CREATE TRIGGER search_docs_gone AFTER DELETE ON search_docs BEGIN
    INSERT INTO search_text (search_text, rowid, names, urls, about, place)
    VALUES ('delete', old.n, old.names, old.urls, old.about, old.place);
END;
CREATE TRIGGER search_docs_changed AFTER UPDATE ON search_docs BEGIN
    INSERT INTO search_text (search_text, rowid, names, urls, about, place)
    VALUES ('delete', old.n, old.names, old.urls, old.about, old.place);
    INSERT INTO search_text (rowid, names, urls, about, place)
    VALUES (new.n, new.names, new.urls, new.about, new.place);
END;
--only postgres
CREATE TABLE search_docs (
    n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    of_id TEXT NOT NULL UNIQUE,
    element TEXT NOT NULL,
    workspace TEXT NOT NULL,
    what BIGINT NOT NULL,
    method TEXT NOT NULL,
    names TEXT NOT NULL,
    urls TEXT NOT NULL,
    about TEXT NOT NULL,
    place TEXT NOT NULL,
    words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', names COLLATE "default"), 'A')
        || setweight(to_tsvector('simple', urls COLLATE "default"), 'B')
        || setweight(to_tsvector('simple', about COLLATE "default"), 'C')
    ) STORED
);
CREATE INDEX search_docs_by_word ON search_docs USING GIN (words);
--all
CREATE INDEX search_docs_by_element ON search_docs (element);
CREATE INDEX search_docs_by_workspace ON search_docs (workspace);
CREATE INDEX search_docs_by_name ON search_docs (what, names);
