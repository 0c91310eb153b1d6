//! A database that goes away with its test.

use sea_orm::{ConnectionTrait, Database};
use std::path::Path;

/// Empty and not yet migrated.
pub struct TestDb {
    pub url: String,
    pub folder: tempfile::TempDir,
    /// The cluster's own database and the name of ours, on PostgreSQL.
    cluster: Option<(String, String)>,
}

impl TestDb {
    pub async fn create() -> TestDb {
        let folder = tempfile::tempdir().unwrap();
        let Ok(cluster) = std::env::var("TEST_DATABASE_URL") else {
            let url = format!("sqlite://{}/test.db", folder.path().display());
            return TestDb {
                url,
                folder,
                cluster: None,
            };
        };
        let name = format!("test_{}", hex::encode(rand::random::<[u8; 8]>()));
        let admin = Database::connect(&cluster).await.unwrap();
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        admin.close().await.unwrap();
        let (server, _) = cluster.rsplit_once('/').unwrap();
        TestDb {
            url: format!("{server}/{name}"),
            folder,
            cluster: Some((cluster, name)),
        }
    }

    /// An SQLite file that is there.
    pub fn of_file(file: &Path) -> TestDb {
        TestDb {
            url: format!("sqlite://{}", file.display()),
            folder: tempfile::tempdir().unwrap(),
            cluster: None,
        }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some((cluster, name)) = self.cluster.take() else {
            return;
        };
        // A runtime of its own: a failed test's is already going down.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let admin = Database::connect(&cluster).await.unwrap();
                let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                admin.execute_unprepared(&statement).await.unwrap();
                admin.close().await.unwrap();
            });
        });
        if dropped.join().is_err() {
            eprintln!("a test database was left behind");
        }
    }
}
