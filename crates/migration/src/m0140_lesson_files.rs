//! Files of lessons: on their way in parts, stored once by their content, and in several qualities.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    // Named by content: who sends the same file again shares it. Who converts it says again and
    // again until when it is theirs; after that another may.
    "CREATE TABLE media_file (
        id {id}, sha256 TEXT NOT NULL UNIQUE, extension TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('video', 'audio', 'captions', 'paper', 'picture')),
        bytes BIGINT NOT NULL CHECK (bytes > 0), duration BIGINT NOT NULL CHECK (duration >= 0),
        width BIGINT NOT NULL, height BIGINT NOT NULL, poster TEXT,
        conversion TEXT NOT NULL CHECK (conversion IN ('waiting', 'converting', 'done', 'failed')),
        percent BIGINT NOT NULL CHECK (percent BETWEEN 0 AND 100), attempts BIGINT NOT NULL,
        claimed_until BIGINT NOT NULL, seen_at BIGINT NOT NULL)",
    "CREATE INDEX media_file_conversion ON media_file (conversion, id)",
    "CREATE INDEX media_file_seen ON media_file (seen_at)",
    "CREATE TABLE media_quality (
        id {id}, file_id BIGINT NOT NULL REFERENCES media_file (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('audio', '360p', '720p')), file TEXT NOT NULL,
        bytes BIGINT NOT NULL CHECK (bytes > 0), UNIQUE (file_id, kind))",
    "CREATE TABLE media_upload (
        id {id}, draft_id BIGINT NOT NULL REFERENCES course_draft (id) ON DELETE CASCADE, lesson TEXT NOT NULL,
        lang TEXT NOT NULL CHECK (lang IN ('fr', 'ar', 'en', 'zgh')),
        owner_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        name TEXT NOT NULL, bytes BIGINT NOT NULL CHECK (bytes > 0),
        state TEXT NOT NULL CHECK (state IN ('receiving', 'ready', 'failed', 'removed')),
        file_id BIGINT REFERENCES media_file (id), problem TEXT,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        CHECK (state <> 'ready' OR file_id IS NOT NULL), CHECK (state <> 'failed' OR problem IS NOT NULL))",
    "CREATE INDEX media_upload_lesson ON media_upload (draft_id, lesson, state)",
    "CREATE INDEX media_upload_owner ON media_upload (owner_id, state)",
    "CREATE INDEX media_upload_file ON media_upload (file_id)",
    "CREATE INDEX media_upload_state ON media_upload (state, updated_at)",
    "CREATE TABLE media_part (
        upload_id BIGINT NOT NULL REFERENCES media_upload (id) ON DELETE CASCADE, number BIGINT NOT NULL,
        sha256 TEXT NOT NULL, bytes BIGINT NOT NULL CHECK (bytes > 0), PRIMARY KEY (upload_id, number))",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
