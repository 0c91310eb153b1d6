//! People, their roles, sessions and resets; the mail outbox; the audit log.
//!
//! The audit log refuses change and removal by triggers, so that only the chain's end can grow.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Person {
    Table,
    Id,
    Name,
    Email,
    Phone,
    PasswordHash,
    Lang,
    ConsentAt,
    CreatedAt,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum PersonRole {
    Table,
    Id,
    PersonId,
    Role,
    CooperativeId,
    Regions,
}

#[derive(DeriveIden)]
enum Session {
    Table,
    Id,
    PersonId,
    TokenHash,
    Device,
    CreatedAt,
    SeenAt,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum PasswordReset {
    Table,
    Id,
    PersonId,
    TokenHash,
    ExpiresAt,
    UsedAt,
}

#[derive(DeriveIden)]
enum MailOutbox {
    Table,
    Id,
    Recipient,
    Subject,
    Body,
    CreatedAt,
    Attempts,
    NextAttemptAt,
    SentAt,
    LastError,
}

#[derive(DeriveIden)]
enum AuditLog {
    Table,
    Id,
    At,
    Actor,
    Action,
    Subject,
    Before,
    After,
    PreviousHash,
    Hash,
}

/// As `domain::accounts::Role::code` writes them.
const ROLES: [&str; 6] = [
    "member",
    "cooperative_manager",
    "advisor",
    "social_worker",
    "trainer",
    "administrator",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        people(manager).await?;
        sessions(manager).await?;
        mail(manager).await?;
        audit(manager).await
    }
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(Person::Table)
                .col(big_pk_auto(Person::Id))
                .col(text(Person::Name))
                .col(text_null(Person::Email).unique_key())
                .col(text_null(Person::Phone).unique_key())
                .col(text(Person::PasswordHash))
                .col(
                    text(Person::Lang)
                        .check(Expr::col(Person::Lang).is_in(["fr", "ar", "en", "zgh"])),
                )
                .col(big_integer_null(Person::ConsentAt))
                .col(big_integer(Person::CreatedAt))
                .col(big_integer(Person::UpdatedAt))
                .check(
                    Expr::col(Person::Email)
                        .is_not_null()
                        .or(Expr::col(Person::Phone).is_not_null()),
                )
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table(PersonRole::Table)
                .col(big_pk_auto(PersonRole::Id))
                .col(big_integer(PersonRole::PersonId))
                .col(text(PersonRole::Role).check(Expr::col(PersonRole::Role).is_in(ROLES)))
                .col(big_integer_null(PersonRole::CooperativeId))
                .col(text_null(PersonRole::Regions))
                // Only a manager's role is scoped to a cooperative, and it always is.
                .check(
                    Expr::col(PersonRole::Role)
                        .eq("cooperative_manager")
                        .eq(Expr::col(PersonRole::CooperativeId).is_not_null()),
                )
                .foreign_key(
                    ForeignKey::create()
                        .from(PersonRole::Table, PersonRole::PersonId)
                        .to(Person::Table, Person::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
    // Two indexes, since a null is distinct from every other in a unique index.
    manager
        .create_index(
            Index::create()
                .name("person_role_cooperative")
                .table(PersonRole::Table)
                .col(PersonRole::PersonId)
                .col(PersonRole::Role)
                .col(PersonRole::CooperativeId)
                .unique()
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("person_role_once")
                .table(PersonRole::Table)
                .col(PersonRole::PersonId)
                .col(PersonRole::Role)
                .unique()
                .cond_where(Expr::col(PersonRole::CooperativeId).is_null())
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("person_role_by_cooperative")
                .table(PersonRole::Table)
                .col(PersonRole::CooperativeId)
                .to_owned(),
        )
        .await
}

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(Session::Table)
                .col(big_pk_auto(Session::Id))
                .col(big_integer(Session::PersonId))
                .col(text_uniq(Session::TokenHash))
                .col(text(Session::Device))
                .col(big_integer(Session::CreatedAt))
                .col(big_integer(Session::SeenAt))
                .col(big_integer(Session::ExpiresAt))
                .check(Expr::col(Session::ExpiresAt).gt(Expr::col(Session::CreatedAt)))
                .foreign_key(
                    ForeignKey::create()
                        .from(Session::Table, Session::PersonId)
                        .to(Person::Table, Person::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("session_by_person")
                .table(Session::Table)
                .col(Session::PersonId)
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table(PasswordReset::Table)
                .col(big_pk_auto(PasswordReset::Id))
                .col(big_integer(PasswordReset::PersonId))
                .col(text_uniq(PasswordReset::TokenHash))
                .col(big_integer(PasswordReset::ExpiresAt))
                .col(big_integer_null(PasswordReset::UsedAt))
                .foreign_key(
                    ForeignKey::create()
                        .from(PasswordReset::Table, PasswordReset::PersonId)
                        .to(Person::Table, Person::Id)
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("password_reset_by_person")
                .table(PasswordReset::Table)
                .col(PasswordReset::PersonId)
                .to_owned(),
        )
        .await
}

async fn mail(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(MailOutbox::Table)
                .col(big_pk_auto(MailOutbox::Id))
                .col(text(MailOutbox::Recipient))
                .col(text(MailOutbox::Subject))
                .col(text(MailOutbox::Body))
                .col(big_integer(MailOutbox::CreatedAt))
                .col(
                    integer(MailOutbox::Attempts)
                        .default(0)
                        .check(Expr::col(MailOutbox::Attempts).gte(0)),
                )
                .col(big_integer(MailOutbox::NextAttemptAt))
                .col(big_integer_null(MailOutbox::SentAt))
                .col(text_null(MailOutbox::LastError))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("mail_outbox_pending")
                .table(MailOutbox::Table)
                .col(MailOutbox::NextAttemptAt)
                .cond_where(Expr::col(MailOutbox::SentAt).is_null())
                .to_owned(),
        )
        .await
}

async fn audit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(AuditLog::Table)
                .col(big_pk_auto(AuditLog::Id))
                .col(big_integer(AuditLog::At))
                .col(text(AuditLog::Actor))
                .col(text(AuditLog::Action))
                .col(text(AuditLog::Subject))
                .col(text_null(AuditLog::Before))
                .col(text_null(AuditLog::After))
                // Unique, so that the chain cannot fork.
                .col(text_uniq(AuditLog::PreviousHash))
                .col(text_uniq(AuditLog::Hash))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("audit_log_by_subject")
                .table(AuditLog::Table)
                .col(AuditLog::Subject)
                .to_owned(),
        )
        .await?;
    let connection = manager.get_connection();
    let statements: &[&str] = match manager.get_database_backend() {
        DatabaseBackend::Sqlite => &[
            "CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log \
             BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
            "CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log \
             BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
        ],
        _ => &[
            "CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$",
            "CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log \
             FOR EACH ROW EXECUTE FUNCTION audit_log_refuse()",
            "CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log \
             FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()",
        ],
    };
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}
