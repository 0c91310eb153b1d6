//! The academy: courses and versions, enrolments, progress, attempts, credentials.

mod attempts;
mod courses;
mod credentials;
mod drafts;
mod enrolments;
mod packages;
mod paths;
mod progress;
mod records;
mod seats;
mod sessions;
mod talk;
mod teaching;
mod uploads;

pub use attempts::{
    AttemptRow, add_grades, answers, attempts_of, grade_attempt, graded_attempts, open_attempt,
    save_answers, set_attempt_state,
};
pub use courses::{
    CourseRow, NewText, NewVersion, OutlineRow, QuizRow, TextRow, course_by_slug, insert_version,
    lesson_texts, outlines, published_cards, quiz_of, text_bytes,
};
pub use credentials::{
    CredentialRow, IssuerKeyRow, credential_by_code, credential_owner, credentials_of,
    insert_credential, insert_issuer_key, issuer_keys, renew_credential, retire_issuer_keys,
    revoke_credential,
};
pub use drafts::{
    DraftRow, add_author, draft, drafts_of, insert_draft, published_draft, save_draft,
    trainer_by_email,
};
pub use enrolments::{
    EnrolmentRow, enrolment, enrolments_of, is_session_alive, learning_summary, lock_learner, note,
    save_note, set_enrolment,
};
pub use packages::{
    NewQuestionImport, end_question_import, insert_question_import, question_import,
};
pub use paths::{
    NewPath, all_requirements, course_ids, missing_for, path_by_slug, paths, paths_through,
    possible_requirements, requirements, save_path, set_requirements,
};
pub use progress::{
    ActivityRow, NewEvent, StateRow, StreamRow, activities, done_in, events_after, known_events,
    last_event, listen, save_progress, states,
};
pub use records::{
    DocumentKey, DocumentRow, DueRecord, JudgedRow, NameKind, NewStatement, StatementQuery,
    StatementRow, due_content, due_judgements, due_records, end_due_records, end_record_client,
    find_record_client, insert_record_client, insert_statements, known_activities,
    known_statements, record_clients, record_document, record_documents, remove_record_documents,
    save_activities, save_record_document, statement_moments, statements, touch_record_client,
    void_statements,
};
pub use seats::{
    Contact, SeatRow, contacts, course_contacts, done_by_learner, leave_session_seat, lock_session,
    mark_attendance, move_up, seat_of, session_contacts, session_seats, take_session_seat,
    waiting_before,
};
pub use sessions::{
    NewSessionInvitation, SessionRow, all_sessions, cancel_session, coming_sessions,
    end_session_invitation, free_places, insert_session, invite_to_session,
    open_session_invitation, session, session_invitations, set_capacity, use_session_invitation,
};
pub use talk::{
    accept_answer, announcements, insert_announcement, insert_answer, insert_question,
    lesson_questions, session_announcements,
};
pub use teaching::{LearnerRow, TaughtRow, learners, stops, taught};
pub use uploads::{
    ClaimedFile, NewFile, RecordingRow, UploadRow, claim_conversion, drop_parts, finish_conversion,
    forget_files, forget_uploads, insert_upload, keep_file, lesson_files, lock_draft, lock_upload,
    parts, recordings, remove_uploads, report_conversion, save_draft_media, save_part,
    set_upload_state, unfinished_upload, upload, uploads_of,
};

use crate::Result;
use sea_orm::{ConnectionTrait, Value};

/// One statement for many rows: `insert VALUES (…), (…) suffix`. Nothing where there are none.
async fn write_all(
    db: &impl ConnectionTrait,
    insert: &str,
    suffix: &str,
    rows: Vec<Vec<Value>>,
) -> Result<()> {
    // Far below the fewest parameters that a database allows in one statement.
    const ROWS: usize = 500;
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let mut at = 0;
        let groups: Vec<String> = chunk
            .iter()
            .map(|row| {
                let marks: Vec<String> = row
                    .iter()
                    .map(|_| {
                        at += 1;
                        format!("${at}")
                    })
                    .collect();
                format!("({})", marks.join(", "))
            })
            .collect();
        let sql = format!("{insert} VALUES {} {suffix}", groups.join(", "));
        crate::sql::run(db, &sql, chunk.into_iter().flatten().collect()).await?;
    }
}

/// `$1, $2, …` from `first` on, for an `IN` list of texts. Never empty.
fn marks(first: usize, count: usize) -> String {
    let marks: Vec<String> = (first..first + count.max(1))
        .map(|at| format!("${at}"))
        .collect();
    marks.join(", ")
}
