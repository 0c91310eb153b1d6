//! Sessions of a course with seats and a waiting list, invitations to them, requirements, learning
//! paths, announcements, and questions under a lesson. That no more are seated than there are
//! seats, the database itself holds.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE course_session (
        id {id}, course_id BIGINT NOT NULL REFERENCES course (id), starts_at BIGINT NOT NULL, ends_at BIGINT NOT NULL,
        place TEXT, link TEXT, lang TEXT NOT NULL CHECK (lang IN ('fr', 'ar', 'en', 'zgh')),
        access TEXT NOT NULL CHECK (access IN ('open', 'invited')),
        state TEXT NOT NULL CHECK (state IN ('open', 'cancelled')),
        capacity BIGINT NOT NULL, taken BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        CHECK (taken BETWEEN 0 AND capacity), CHECK (starts_at < ends_at),
        CHECK (place IS NOT NULL OR link IS NOT NULL))",
    "CREATE INDEX course_session_course ON course_session (course_id, starts_at)",
    "CREATE INDEX course_session_next ON course_session (state, starts_at)",
    // The waiting list is in the order of the ids: who leaves and comes back stands at its end.
    "CREATE TABLE session_seat (
        id {id}, session_id BIGINT NOT NULL REFERENCES course_session (id),
        person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('seated', 'waiting')),
        source TEXT NOT NULL CHECK (source IN ('oneself', 'invitation', 'cooperative')),
        seated_by BIGINT REFERENCES person (id) ON DELETE SET NULL, created_at BIGINT NOT NULL,
        attendance TEXT CHECK (attendance IN ('present', 'absent')), UNIQUE (session_id, person_id))",
    "CREATE INDEX session_seat_state ON session_seat (session_id, state, id)",
    "CREATE INDEX session_seat_person ON session_seat (person_id)",
    "CREATE TABLE session_invitation (
        id {id}, session_id BIGINT NOT NULL REFERENCES course_session (id), email TEXT NOT NULL,
        token_hash TEXT NOT NULL UNIQUE, invited_by BIGINT NOT NULL REFERENCES person (id),
        created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, accepted_by BIGINT REFERENCES person (id),
        ended_at BIGINT)",
    "CREATE INDEX session_invitation_open ON session_invitation (session_id, ended_at)",
    "CREATE TABLE course_requirement (
        course_id BIGINT NOT NULL REFERENCES course (id), requires_id BIGINT NOT NULL REFERENCES course (id),
        PRIMARY KEY (course_id, requires_id), CHECK (course_id <> requires_id))",
    "CREATE INDEX course_requirement_of ON course_requirement (requires_id)",
    "CREATE TABLE learning_path (
        id {id}, slug TEXT NOT NULL UNIQUE, trainer_id BIGINT NOT NULL REFERENCES person (id), title TEXT NOT NULL,
        summary TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE TABLE learning_path_course (
        path_id BIGINT NOT NULL REFERENCES learning_path (id), position BIGINT NOT NULL,
        course_id BIGINT NOT NULL REFERENCES course (id), PRIMARY KEY (path_id, position), UNIQUE (path_id, course_id))",
    "CREATE INDEX learning_path_course_of ON learning_path_course (course_id)",
    "CREATE TABLE course_announcement (
        id {id}, course_id BIGINT NOT NULL REFERENCES course (id),
        session_id BIGINT REFERENCES course_session (id), author_id BIGINT NOT NULL REFERENCES person (id),
        body TEXT NOT NULL, created_at BIGINT NOT NULL)",
    "CREATE INDEX course_announcement_course ON course_announcement (course_id, id)",
    "CREATE TABLE lesson_question (
        id {id}, course_id BIGINT NOT NULL REFERENCES course (id), lesson TEXT NOT NULL,
        person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, body TEXT NOT NULL,
        accepted_id BIGINT, created_at BIGINT NOT NULL)",
    "CREATE INDEX lesson_question_lesson ON lesson_question (course_id, lesson, id)",
    "CREATE TABLE lesson_answer (
        id {id}, question_id BIGINT NOT NULL REFERENCES lesson_question (id) ON DELETE CASCADE,
        person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, body TEXT NOT NULL,
        created_at BIGINT NOT NULL)",
    "CREATE INDEX lesson_answer_question ON lesson_answer (question_id, id)",
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
