//! Everything that a database holds, table by table.

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use std::collections::BTreeMap;

pub async fn of(db: &DatabaseConnection) -> BTreeMap<String, String> {
    let mut content = BTreeMap::new();
    for table in texts(db, tables(db.get_database_backend())).await {
        if table == "session" || table.contains("migration") {
            continue;
        }
        let sql = match db.get_database_backend() {
            DatabaseBackend::Sqlite => {
                let columns = texts(
                    db,
                    &format!("SELECT name FROM pragma_table_info('{table}')"),
                )
                .await;
                let row: Vec<String> = columns
                    .iter()
                    .map(|name| format!("quote(\"{name}\")"))
                    .collect();
                format!(
                    "SELECT count(*) || ' rows: ' || coalesce(group_concat({}, x'0a'), '') FROM \"{table}\"",
                    row.join(" || ',' || ")
                )
            }
            _ => format!(
                "SELECT count(*)::text || ' rows: ' || coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') FROM \"{table}\" t"
            ),
        };
        content.insert(table, texts(db, &sql).await.remove(0));
    }
    content
}

fn tables(backend: DatabaseBackend) -> &'static str {
    match backend {
        DatabaseBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
        _ => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        }
    }
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}
