//! Two pickup points in every region, one of them pooled; a product that stays in the country.

use crate::{Ctx, internal};
use domain::{
    LocalText, Result,
    marketplace::PickupPoint,
    policy::{Permit, Platform},
};

/// Region, town in French and in Arabic.
const TOWNS: [(&str, &str, &str); 12] = [
    ("01", "Tanger", "طنجة"),
    ("02", "Oujda", "وجدة"),
    ("03", "Fès", "فاس"),
    ("04", "Rabat", "الرباط"),
    ("05", "Beni Mellal", "بني ملال"),
    ("06", "Casablanca", "الدار البيضاء"),
    ("07", "Marrakech", "مراكش"),
    ("08", "Errachidia", "الراشيدية"),
    ("09", "Agadir", "أكادير"),
    ("10", "Guelmim", "كلميم"),
    ("11", "Laâyoune", "العيون"),
    ("12", "Dakhla", "الداخلة"),
];

pub(super) async fn seed(ctx: &Ctx, permit: &Permit<Platform>) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    for (region, fr, ar) in TOWNS {
        let shop = PickupPoint {
            id: 0,
            region: region.to_owned(),
            name: LocalText::new(
                &format!("Épicerie relais de {fr} (démo)"),
                &format!("نقطة التسليم {ar} (تجريبية)"),
                "",
            ),
            street: "3, avenue Hassan II".to_owned(),
            city: fr.to_owned(),
            hours: "9:00–20:00".to_owned(),
            pooled: false,
        };
        let hall = PickupPoint {
            name: LocalText::new(
                &format!("Maison des coopératives de {fr} (démo)"),
                &format!("دار التعاونيات {ar} (تجريبية)"),
                "",
            ),
            street: "Place de la Marche Verte".to_owned(),
            hours: "10:00–18:00".to_owned(),
            pooled: true,
            ..shop.clone()
        };
        for (kind, point) in [("shop", shop), ("hall", hall)] {
            store::marketplace::insert_pickup_point(
                &tx,
                permit,
                &format!("{kind}-{region}"),
                &point,
            )
            .await
            .map_err(internal(ctx))?;
        }
    }
    store::commit(tx).await.map_err(internal(ctx))
}
