//! Append-only schema steps, the same on SQLite and PostgreSQL.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m0001_accounts;
mod m0002_cooperatives;
mod m0003_marketplace;
mod m0010_registration;
mod m0011_team;
mod m0012_listing_draft;
mod m0013_certificates;
mod m0014_lots;
mod m0015_stock;
mod m0016_integrations;
mod m0020_fulfilment;
mod m0021_money;
mod m0030_delivery;
mod m0031_invoices;
mod m0032_reviews;
mod m0040_projects;
mod m0041_programmes;
mod m0050_academy;
mod m0060_teams;
mod m0061_dossiers;
mod m0062_creation;
mod m0063_pledges;
mod m0070_quotes;
mod m0080_sale_rates;
mod m0090_authoring;
mod m0091_sessions;
mod m0100_profiles;
mod m0102_follow_up;
mod m0103_referrals;
mod m0110_coupons;
mod m0111_export_papers;
mod m0120_ideas;
mod m0130_pledge_places;
mod m0131_referral_facts;
mod m0140_lesson_files;
mod m0150_packages;
mod m0151_statements;
mod sql;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_accounts::Migration),
            Box::new(m0002_cooperatives::Migration),
            Box::new(m0003_marketplace::Migration),
            Box::new(m0020_fulfilment::Migration),
            Box::new(m0021_money::Migration),
            Box::new(m0050_academy::Migration),
            Box::new(m0040_projects::Migration),
            Box::new(m0041_programmes::Migration),
            Box::new(m0030_delivery::Migration),
            Box::new(m0031_invoices::Migration),
            Box::new(m0032_reviews::Migration),
            Box::new(m0010_registration::Migration),
            Box::new(m0011_team::Migration),
            Box::new(m0012_listing_draft::Migration),
            Box::new(m0013_certificates::Migration),
            Box::new(m0014_lots::Migration),
            Box::new(m0016_integrations::Migration),
            Box::new(m0015_stock::Migration),
            Box::new(m0060_teams::Migration),
            Box::new(m0061_dossiers::Migration),
            Box::new(m0062_creation::Migration),
            Box::new(m0063_pledges::Migration),
            Box::new(m0070_quotes::Migration),
            Box::new(m0080_sale_rates::Migration),
            Box::new(m0090_authoring::Migration),
            Box::new(m0091_sessions::Migration),
            Box::new(m0100_profiles::Migration),
            Box::new(m0102_follow_up::Migration),
            Box::new(m0103_referrals::Migration),
            Box::new(m0110_coupons::Migration),
            Box::new(m0111_export_papers::Migration),
            Box::new(m0120_ideas::Migration),
            Box::new(m0130_pledge_places::Migration),
            Box::new(m0131_referral_facts::Migration),
            Box::new(m0140_lesson_files::Migration),
            Box::new(m0150_packages::Migration),
            Box::new(m0151_statements::Migration),
        ]
    }
}
