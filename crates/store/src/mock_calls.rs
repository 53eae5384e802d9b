//! The log of calls of mocks.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::ElementKind;

use crate::Store;
use crate::conditions::Conditions;
use crate::db::{Par, Row, Tx, params};
use crate::error::Result;
use crate::rows::{kind_number, limit, list, row};

/// One call of a mock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MockCall {
    /// The mock's id.
    pub mock: String,
    /// Its own id.
    pub id: String,
    /// When it was answered, milliseconds since 1970.
    pub at: i64,
    /// The example's name, or why there was none.
    pub name: String,
    /// Method of the request.
    pub method: String,
    /// Path of the request with its query.
    pub path: String,
    /// Status of the answer.
    pub status: u16,
    /// True when an example answered.
    pub matched: bool,
    /// Headers and body of the request, as JSON; empty when not asked for.
    pub request: String,
    /// Headers and body of the answer, as JSON; empty when not asked for.
    pub response: String,
}

/// Which calls to list. Empty fields don't restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MockCallQuery {
    /// Not before.
    pub since: Option<i64>,
    /// Not after.
    pub until: Option<i64>,
    /// Only with this status.
    pub status: Option<i64>,
    /// Only those that an example answered, or only the others.
    pub matched: Option<bool>,
    /// Only with this method, in any case.
    pub method: Option<String>,
    /// Only with this path, in any case, with its query or whatever the query.
    pub path: Option<String>,
    /// Oldest first; else newest.
    pub ascending: bool,
    /// Only those that come after this one: when, and its id.
    pub after: Option<(i64, String)>,
    /// At most so many.
    pub limit: u64,
    /// With headers and bodies.
    pub contents: bool,
}

impl Store {
    /// Adds calls of mocks; those of mocks that are gone are left out.
    pub async fn add_mock_calls(&self, calls: Vec<MockCall>) -> Result<()> {
        let calls = Arc::new(calls);
        self.db
            .tx(move |tx| {
                let calls = calls.clone();
                Box::pin(async move { insert(tx, &calls).await })
            })
            .await
    }

    /// Calls of a mock.
    pub async fn mock_calls(&self, mock: &str, query: &MockCallQuery) -> Result<Vec<MockCall>> {
        let (mock, query) = (mock.to_owned(), query.clone());
        self.db
            .read_big(move |tx| {
                let (mock, query) = (mock.clone(), query.clone());
                Box::pin(async move { select(tx, &mock, &query).await })
            })
            .await
    }

    /// Forgets calls of these mocks, or of all, from before `oldest`, and of each mock all but the
    /// newest `most`.
    pub async fn forget_mock_calls(
        &self,
        mocks: Option<Vec<String>>,
        oldest: i64,
        most: u64,
    ) -> Result<()> {
        let most = limit(Some(most));
        let mocks = if let Some(mocks) = mocks {
            mocks
        } else {
            let sql = "SELECT id FROM elements WHERE kind = $1";
            let kind = kind_number(ElementKind::Mock);
            let rows = self.db.query(sql, params![kind]).await?;
            rows.into_iter().map(|mut row| row.text()).collect::<Result<_>>()?
        };
        for mock in mocks {
            self.db
                .tx(move |tx| {
                    let mock = mock.clone();
                    Box::pin(async move { forget(tx, &mock, oldest, most).await })
                })
                .await?;
        }
        Ok(())
    }
}

async fn forget(tx: &mut Tx<'_>, mock: &str, oldest: i64, most: i64) -> Result<()> {
    let sql = "DELETE FROM mock_calls WHERE mock = $1 AND at < $2";
    tx.run(sql, params![mock, oldest]).await?;
    let last = "SELECT at, id FROM mock_calls WHERE mock = $1 ORDER BY at DESC, id DESC LIMIT 1 \
                OFFSET $2";
    let Some(mut last) = tx.first(last, params![mock, most]).await? else { return Ok(()) };
    let (at, id) = (last.int()?, last.text()?);
    let sql = "DELETE FROM mock_calls WHERE mock = $1 AND (at < $2 OR (at = $3 AND id <= $4))";
    tx.run(sql, params![mock, at, at, &id]).await.map(|_| ())
}

async fn insert(tx: &mut Tx<'_>, calls: &[MockCall]) -> Result<()> {
    const COLUMNS: [&str; 10] =
        ["mock", "at", "id", "name", "method", "path", "status", "matched", "request", "response"];
    let mocks: BTreeSet<&str> = calls.iter().map(|call| call.mock.as_str()).collect();
    let mocks = list(&mocks.into_iter().collect::<Vec<_>>());
    let sql = "SELECT id FROM elements WHERE id IN (SELECT value FROM json_each($1))";
    let there = tx.query(sql, params![&mocks]).await?;
    let there: BTreeSet<String> =
        there.into_iter().map(|mut row| row.text()).collect::<Result<_>>()?;
    let kept: Vec<&MockCall> = calls.iter().filter(|call| there.contains(&call.mock)).collect();
    for part in kept.chunks(256) {
        let rows: Vec<Vec<Par<'_>>> = part
            .iter()
            .map(|call| {
                row![
                    &call.mock,
                    call.at,
                    &call.id,
                    &call.name,
                    &call.method,
                    &call.path,
                    i64::from(call.status),
                    i64::from(call.matched),
                    &call.request,
                    &call.response,
                ]
            })
            .collect();
        tx.insert_many("mock_calls", &COLUMNS, &rows).await?;
    }
    Ok(())
}

async fn select(tx: &mut Tx<'_>, mock: &str, query: &MockCallQuery) -> Result<Vec<MockCall>> {
    let contents = if query.contents { "request, response" } else { "'', ''" };
    let mut sql = Conditions::new(&[Par::from(mock)]);
    if let Some(since) = query.since {
        sql.and("at >= $", [since.into()]);
    }
    if let Some(until) = query.until {
        sql.and("at <= $", [until.into()]);
    }
    if let Some(status) = query.status {
        sql.and("status = $", [status.into()]);
    }
    if let Some(matched) = query.matched {
        sql.and("matched = $", [i64::from(matched).into()]);
    }
    if let Some(method) = &query.method {
        sql.and("LOWER(method) = LOWER($)", [method.into()]);
    }
    let with_query = query.path.as_ref().map(|path| format!("{path}?"));
    if let (Some(path), Some(with_query)) = (&query.path, &with_query) {
        let either = "(LOWER(path) = LOWER($) OR LOWER(SUBSTR(path, 1, LENGTH($))) = LOWER($))";
        sql.and(either, [path.into(), with_query.into(), with_query.into()]);
    }
    let order = if query.ascending { "ASC" } else { "DESC" };
    if let Some((at, id)) = &query.after {
        let beyond = if query.ascending { ">" } else { "<" };
        let after = format!("(at {beyond} $ OR (at = $ AND id {beyond} $))");
        sql.and(&after, [(*at).into(), (*at).into(), id.into()]);
    }
    let most = limit(Some(query.limit));
    sql.add(&format!(" ORDER BY at {order}, id {order} LIMIT $"), [most.into()]);
    let (text, params) = sql.done();
    let sql = format!(
        "SELECT mock, id, at, name, method, path, status, matched, {contents} FROM mock_calls \
         WHERE mock = $1{text}"
    );
    tx.query(&sql, &params).await?.into_iter().map(call).collect()
}

fn call(mut row: Row) -> Result<MockCall> {
    Ok(MockCall {
        mock: row.text()?,
        id: row.text()?,
        at: row.int()?,
        name: row.text()?,
        method: row.text()?,
        path: row.text()?,
        status: u16::try_from(row.int()?).unwrap_or_default(),
        matched: row.int()? != 0,
        request: row.text()?,
        response: row.text()?,
    })
}
