//! The demo's ideas: one that waits for an advisor, one that is still being written.

use crate::{
    Ctx,
    projects::{save_idea, show_idea, start_idea, submit_idea},
};
use domain::{Result, projects::IdeaStep};
use std::collections::BTreeMap;

fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    pairs.iter().map(owned).collect()
}

/// By two people; of the first idea every page is written.
pub(super) async fn seed_ideas(sender: &Ctx, writer: &Ctx) -> Result<()> {
    let title = ("title", "Confiture de fruits d’arganeraie");
    let what = (
        "what",
        "Cuire en petites marmites les figues de Barbarie et les caroubes que l’on jette aujourd’hui.",
    );
    let id = start_idea(sender, &typed(&[title, what])).await?;
    let pages = [
        (
            IdeaStep::Product,
            typed(&[("sector", "food"), ("product", "confitures")]),
        ),
        (IdeaStep::Place, typed(&[("province", "09.541")])),
        (
            IdeaStep::Reasons,
            typed(&[
                ("for_whom", "Dix femmes du douar, qui récoltent déjà."),
                (
                    "why",
                    "Les maisons d’hôtes en demandent, et personne n’en fait ici.",
                ),
            ]),
        ),
        (
            IdeaStep::Figures,
            typed(&[("price", "35"), ("volume", "2400"), ("unit_cost", "18")]),
        ),
    ];
    for (step, page) in pages {
        let version = show_idea(sender, id).await?.idea.version;
        save_idea(sender, id, (step, version), &page).await?;
    }
    let version = show_idea(sender, id).await?.idea.version;
    submit_idea(sender, id, version).await?;
    let title = ("title", "Atelier de réparation de pompes");
    let what = ("what", "Réparer au village les pompes des puits.");
    start_idea(writer, &typed(&[title, what])).await?;
    Ok(())
}
