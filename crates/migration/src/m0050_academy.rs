//! Courses and their immutable versions, enrolments, progress, attempts, credentials.
//!
//! One credential a learner and course, one attempt in progress a learner and quiz, and each event
//! once: the database itself holds all three.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE course (
        id {id}, slug TEXT NOT NULL UNIQUE, trainer_id BIGINT NOT NULL REFERENCES person (id),
        status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
        theme TEXT NOT NULL, level TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, outcomes TEXT NOT NULL,
        illustration TEXT NOT NULL, langs TEXT NOT NULL, minutes BIGINT NOT NULL CHECK (minutes >= 0),
        lessons BIGINT NOT NULL CHECK (lessons >= 0), version_id BIGINT,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        CHECK (status = 'draft' OR version_id IS NOT NULL))",
    "CREATE INDEX course_status ON course (status, id)",
    "CREATE INDEX course_trainer ON course (trainer_id, id)",
    "CREATE TABLE course_version (
        id {id}, course_id BIGINT NOT NULL REFERENCES course (id), number BIGINT NOT NULL CHECK (number > 0),
        outline TEXT NOT NULL, published_at BIGINT NOT NULL, UNIQUE (course_id, number))",
    "CREATE TABLE lesson_text (
        id {id}, version_id BIGINT NOT NULL REFERENCES course_version (id), lesson TEXT NOT NULL,
        lang TEXT NOT NULL CHECK (lang IN ('fr', 'ar', 'en', 'zgh')), markdown TEXT NOT NULL, html TEXT NOT NULL, cues TEXT NOT NULL,
        UNIQUE (version_id, lesson, lang))",
    "CREATE TABLE quiz (
        id {id}, version_id BIGINT NOT NULL REFERENCES course_version (id), activity TEXT NOT NULL,
        rules TEXT NOT NULL, questions TEXT NOT NULL, UNIQUE (version_id, activity))",
    // Every activity that any version ever had: what was earned on it stays earned.
    "CREATE TABLE activity (
        id {id}, uid TEXT NOT NULL UNIQUE, course_id BIGINT NOT NULL REFERENCES course (id), lesson TEXT NOT NULL,
        kind TEXT NOT NULL, rule TEXT NOT NULL, duration BIGINT)",
    "CREATE INDEX activity_course ON activity (course_id)",
    "CREATE TABLE enrolment (
        id {id}, course_id BIGINT NOT NULL REFERENCES course (id),
        person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('active', 'left', 'completed')), enrolled_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL, UNIQUE (person_id, course_id))",
    "CREATE INDEX enrolment_course ON enrolment (course_id, state)",
    "CREATE TABLE progress_event (
        id {id}, uid TEXT NOT NULL UNIQUE, person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        course_id BIGINT NOT NULL REFERENCES course (id), activity TEXT NOT NULL, version BIGINT NOT NULL,
        device TEXT NOT NULL, sequence BIGINT NOT NULL, kind TEXT NOT NULL, span_start BIGINT NOT NULL,
        span_end BIGINT NOT NULL, took BIGINT NOT NULL, client_at BIGINT NOT NULL, server_at BIGINT NOT NULL)",
    "CREATE INDEX progress_event_person ON progress_event (person_id, id)",
    "CREATE TABLE activity_progress (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        course_id BIGINT NOT NULL REFERENCES course (id), activity TEXT NOT NULL, state TEXT NOT NULL,
        completed_at BIGINT, updated_at BIGINT NOT NULL, UNIQUE (person_id, activity))",
    "CREATE INDEX activity_progress_course ON activity_progress (course_id, person_id)",
    "CREATE TABLE lesson_note (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        course_id BIGINT NOT NULL REFERENCES course (id), lesson TEXT NOT NULL, body TEXT NOT NULL,
        updated_at BIGINT NOT NULL, UNIQUE (person_id, course_id, lesson))",
    "CREATE TABLE attempt (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        course_id BIGINT NOT NULL REFERENCES course (id), activity TEXT NOT NULL, number BIGINT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('in_progress', 'submitted', 'graded', 'expired', 'abandoned')),
        rules TEXT NOT NULL, questions TEXT NOT NULL, started_at BIGINT NOT NULL, deadline BIGINT, submitted_at BIGINT,
        UNIQUE (person_id, activity, number))",
    "CREATE UNIQUE INDEX attempt_open ON attempt (person_id, activity) WHERE state = 'in_progress'",
    "CREATE INDEX attempt_course ON attempt (course_id, activity)",
    "CREATE TABLE attempt_answer (
        id {id}, attempt_id BIGINT NOT NULL REFERENCES attempt (id) ON DELETE CASCADE, item TEXT NOT NULL,
        answer TEXT NOT NULL, revision BIGINT NOT NULL, UNIQUE (attempt_id, item))",
    // A regrade adds a row; the newest one counts.
    "CREATE TABLE attempt_grade (
        id {id}, attempt_id BIGINT NOT NULL REFERENCES attempt (id) ON DELETE CASCADE, score BIGINT NOT NULL
        CHECK (score BETWEEN 0 AND 1000), passed BIGINT NOT NULL CHECK (passed IN (0, 1)), items TEXT NOT NULL,
        reason TEXT NOT NULL, graded_at BIGINT NOT NULL)",
    "CREATE INDEX attempt_grade_attempt ON attempt_grade (attempt_id, id)",
    "CREATE TABLE issuer_key (
        id {id}, kid TEXT NOT NULL UNIQUE, public_key TEXT NOT NULL, created_at BIGINT NOT NULL, retired_at BIGINT)",
    "CREATE TABLE credential (
        id {id}, code TEXT NOT NULL UNIQUE, person_id BIGINT NOT NULL REFERENCES person (id),
        course_id BIGINT NOT NULL REFERENCES course (id), name TEXT NOT NULL, title TEXT NOT NULL,
        outcomes TEXT NOT NULL, kid TEXT NOT NULL REFERENCES issuer_key (kid), document TEXT NOT NULL,
        issued_at BIGINT NOT NULL, expires_at BIGINT, revoked_at BIGINT, reason TEXT,
        UNIQUE (person_id, course_id), CHECK ((revoked_at IS NULL) = (reason IS NULL)))",
    "CREATE INDEX credential_course ON credential (course_id, issued_at)",
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
