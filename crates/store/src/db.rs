//! Connections. SQLite: a pool of readers and one writer whose transactions begin IMMEDIATE, so
//! that a read-then-write never fails half-way on a lock. PostgreSQL: one pool.

use crate::Result;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::time::Duration;

/// A write transaction; dropping it rolls back.
pub type Tx = DatabaseTransaction;

#[derive(Clone, Debug)]
pub struct DbOptions {
    /// `sqlite:///path/file.db`, `sqlite://relative.db` or `postgres://…`.
    pub url: String,
    /// Connections that read at the same time.
    pub readers: u32,
}

/// The database as the rest of the product sees it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Db {
    /// # Errors
    /// Where the database cannot be reached or the file cannot be created.
    pub async fn connect(options: &DbOptions) -> Result<Db> {
        if options.url.starts_with("sqlite:") {
            let url = if options.url.contains("mode=") {
                options.url.clone()
            } else {
                format!(
                    "{}{}mode=rwc",
                    options.url,
                    if options.url.contains('?') { '&' } else { '?' }
                )
            };
            let writer = Database::connect(sqlite(&url, 1, false)).await?;
            // The journal mode is a property of the file: set once, by the writer.
            writer
                .execute_unprepared("PRAGMA journal_mode = WAL")
                .await?;
            let reader = Database::connect(sqlite(&url, options.readers, true)).await?;
            Ok(Db { reader, writer })
        } else {
            let mut connect = ConnectOptions::new(options.url.clone());
            connect
                .max_connections(options.readers.max(4))
                .connect_timeout(Duration::from_secs(5))
                .acquire_timeout(Duration::from_secs(10))
                .sqlx_logging(false);
            let pool = Database::connect(connect).await?;
            Ok(Db {
                reader: pool.clone(),
                writer: pool,
            })
        }
    }

    /// For queries outside a transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For migrations and single statements that write.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    pub fn backend(&self) -> DatabaseBackend {
        self.writer.get_database_backend()
    }

    /// Begins a transaction that may write. On SQLite it waits for the one writer.
    ///
    /// # Errors
    /// Where no connection is free in time.
    pub async fn begin(&self) -> Result<Tx> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// # Errors
    /// Where a migration step fails; what it had done is rolled back where the database can.
    pub async fn migrate(&self) -> Result<()> {
        use migration::MigratorTrait;
        migration::Migrator::up(&self.writer, None).await?;
        Ok(())
    }

    /// Answers when the database does.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn ping(&self) -> Result<()> {
        self.reader.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// # Errors
    /// Where a connection cannot be closed cleanly.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        self.writer.close().await?;
        Ok(())
    }
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                // Orders are acknowledged on this connection: what we said is saved is on disk.
                .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
                .pragma("cache_size", "-16000")
                // What is mapped counts as the process's own, and the system keeps it once more.
                .pragma("mmap_size", "0")
                .pragma("query_only", if read_only { "1" } else { "0" })
        });
    options
}

impl Db {
    /// Writes a consistent copy while the database is in use. PostgreSQL has `pg_dump` for that.
    ///
    /// # Errors
    /// Where the file exists or cannot be written, or the database is PostgreSQL.
    pub async fn backup(&self, file: &std::path::Path) -> Result<()> {
        if self.backend() != DatabaseBackend::Sqlite {
            return Err(crate::Error::Corrupt(
                "backup copies SQLite files; use pg_dump for PostgreSQL".to_owned(),
            ));
        }
        let name = file.display().to_string().replace('\'', "''");
        self.writer
            .execute_unprepared(&format!("VACUUM INTO '{name}'"))
            .await?;
        Ok(())
    }
}

/// Makes a transaction's changes durable.
///
/// # Errors
/// Where the database refuses; nothing of the transaction remains then.
pub async fn commit(tx: Tx) -> Result<()> {
    tx.commit().await?;
    Ok(())
}
