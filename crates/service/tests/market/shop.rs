//! A small shop: two verified cooperatives with a manager each, and one that is suspended.

use crate::support::{NOW, TestApp};
use domain::{
    CategoryId, CooperativeId, Lang, LocalText, Money, PersonId, VariantId,
    accounts::{Email, Role},
    marketplace::{CheckoutInput, CheckoutPage, PackSize, Unit},
    policy::{Action, Actor, Permit, Platform, authorize},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use service::{
    Ctx,
    marketplace::{add_to_cart, begin_checkout},
};
use store::{
    accounts::{NewPerson, create_person, grant_role},
    marketplace::{
        SeedCooperative, SeedListing, SeedVariant, insert_category, insert_cooperative,
        insert_listings,
    },
};

pub struct Shop {
    pub app: TestApp,
    /// Sells argan oil, 10 of the small bottle and 3 of the large one; free delivery from 500 DH.
    pub argan: Seller,
    /// Sells dates, 20 boxes.
    pub dates: Seller,
    /// Suspended, with a listing that was published.
    pub suspended: Seller,
    pub buyer: PersonId,
}

pub struct Seller {
    pub cooperative: CooperativeId,
    pub manager: PersonId,
    pub listing: domain::ListingId,
    pub variants: Vec<VariantId>,
}

pub fn platform() -> Permit<Platform> {
    authorize(&Actor::System, Action::RunWorker, &Platform {}).unwrap()
}

impl Shop {
    pub async fn open() -> Shop {
        let app = TestApp::new().await;
        let tx = app.services.db.begin().await.unwrap();
        let permit = platform();
        let name = LocalText::new("Huiles", "الزيوت", "Oils");
        let oils = insert_category(&tx, &permit, "oils", &name, &["extraction"], 100)
            .await
            .unwrap();
        let name = LocalText::new("Fruits et dattes", "الفواكه والتمور", "Fruit and dates");
        let fruit = insert_category(&tx, &permit, "fruit", &name, &["harvest"], 0)
            .await
            .unwrap();
        let argan = seller(
            &tx,
            1,
            "Tafsut",
            ["09", "09.581"],
            oils,
            "Huile d'argane",
            &[(250, 6_000, 10), (1000, 20_000, 3)],
        )
        .await;
        let dates = seller(
            &tx,
            2,
            "Nakhil",
            ["08", "08.201"],
            fruit,
            "Dattes Majhoul",
            &[(1000, 9_050, 20)],
        )
        .await;
        let suspended = seller(
            &tx,
            3,
            "Fermée",
            ["01", "01.151"],
            oils,
            "Huile retirée",
            &[(500, 5_000, 5)],
        )
        .await;
        let buyer = person(&tx, "Salma Bennis", "salma@exemple.ma").await;
        store::commit(tx).await.unwrap();
        let shop = Shop {
            app,
            argan,
            dates,
            suspended,
            buyer,
        };
        shop.run("UPDATE cooperative SET status = 'suspended' WHERE slug = 'fermée'")
            .await;
        shop.index().await;
        shop
    }

    /// The small bottle of argan oil: 60 DH, 10 left.
    pub fn bottle(&self) -> VariantId {
        self.argan.variants[0]
    }

    /// The large bottle: 200 DH, 3 left.
    pub fn litre(&self) -> VariantId {
        self.argan.variants[1]
    }

    /// A box of dates: 90.50 DH, 20 left.
    pub fn dates(&self) -> VariantId {
        self.dates.variants[0]
    }

    pub async fn index(&self) {
        while service::jobs::index_listings(&self.app.services)
            .await
            .unwrap()
            > 0
        {}
    }

    pub fn visitor(&self) -> Ctx {
        self.app.visitor()
    }

    pub async fn buyer(&self) -> Ctx {
        self.app.person(self.buyer).await
    }

    pub async fn manager(&self, seller: &Seller) -> Ctx {
        self.app.person(seller.manager).await
    }

    /// Someone who administers the platform.
    #[allow(dead_code, reason = "only the tests of sales have one")]
    pub async fn admin(&self) -> Ctx {
        Ctx {
            actor: Actor::Person {
                id: self.buyer,
                roles: vec![Role::Administrator],
            },
            ..self.visitor()
        }
    }

    /// An advisor of one region.
    #[allow(dead_code, reason = "only the tests of sales have one")]
    pub fn advisor(&self, region: &str) -> Ctx {
        Ctx {
            actor: Actor::Person {
                id: self.buyer,
                roles: vec![Role::Advisor {
                    regions: vec![region.to_owned()],
                }],
            },
            ..self.visitor()
        }
    }

    /// A guest with these goods in the cart.
    pub async fn guest_with(&self, goods: &[(VariantId, u32)]) -> Ctx {
        let mut guest = self.visitor();
        for (variant, quantity) in goods {
            let change = add_to_cart(&guest, *variant, *quantity).await.unwrap();
            guest.cart_token = change.new_token.or(guest.cart_token);
        }
        guest
    }

    /// A guest at the open checkout, and the form filled in.
    pub async fn guest_at_checkout(&self, goods: &[(VariantId, u32)]) -> (Ctx, CheckoutInput) {
        let guest = self.guest_with(goods).await;
        let page = begin_checkout(&guest).await.unwrap();
        (guest, form(&page))
    }

    pub async fn run(&self, sql: &str) {
        self.app
            .services
            .db
            .writer()
            .execute_unprepared(sql)
            .await
            .unwrap();
    }

    pub async fn number(&self, sql: &str) -> i64 {
        number(&self.app, sql).await
    }

    /// What is on hand and what is reserved of a variant.
    pub async fn stock(&self, variant: VariantId) -> (i64, i64) {
        let of = |column: &str| {
            format!("SELECT {column} AS number FROM stock_level WHERE variant_id = {variant}")
        };
        (
            self.number(&of("on_hand")).await,
            self.number(&of("reserved")).await,
        )
    }

    /// Every level's reserved pieces are those of its reservations, and its movements explain what
    /// is on hand.
    pub async fn check_books(&self) {
        let wrong = "SELECT COUNT(*) AS number FROM stock_level s WHERE s.reserved <> COALESCE((SELECT SUM(r.quantity)
            FROM reservation r WHERE r.stock_level_id = s.id AND r.status IN ('held', 'allocated')), 0)
            OR s.on_hand <> (SELECT SUM(m.quantity) FROM stock_movement m WHERE m.stock_level_id = s.id)";
        assert_eq!(
            self.number(wrong).await,
            0,
            "stock levels that their books do not explain"
        );
        let misplaced = "SELECT COUNT(*) AS number FROM stored_at a WHERE a.on_hand <> (SELECT COALESCE(SUM(m.quantity), 0)
            FROM stock_movement m WHERE m.stock_level_id = a.stock_level_id AND m.location_id = a.location_id)";
        assert_eq!(
            self.number(misplaced).await,
            0,
            "places that their movements do not explain"
        );
        let negative = "SELECT COUNT(*) AS number FROM stock_level s WHERE s.on_hand < 0 OR s.reserved < 0
            OR s.on_hand < COALESCE((SELECT SUM(a.on_hand) FROM stored_at a WHERE a.stock_level_id = s.id), 0)";
        assert_eq!(
            self.number(negative).await,
            0,
            "less than nothing somewhere"
        );
        let orphans = "SELECT COUNT(*) AS number FROM reservation WHERE
            (status = 'allocated' AND order_id IS NULL) OR (status = 'held' AND cart_id IS NULL)";
        assert_eq!(self.number(orphans).await, 0, "orphaned reservations");
    }
}

pub async fn number(app: &TestApp, sql: &str) -> i64 {
    #[derive(FromQueryResult)]
    struct Row {
        number: i64,
    }
    let db = app.services.db.reader();
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, Vec::<Value>::new());
    Row::find_by_statement(statement)
        .one(db)
        .await
        .unwrap()
        .unwrap()
        .number
}

/// As a buyer of Casablanca fills it in.
pub fn form(page: &CheckoutPage) -> CheckoutInput {
    CheckoutInput {
        name: "Salma Bennis".to_owned(),
        phone: "06 12 34 56 78".to_owned(),
        email: "salma@exemple.ma".to_owned(),
        province: "06.141".to_owned(),
        city: "Casablanca".to_owned(),
        street: "12, rue des Orangers".to_owned(),
        note: String::new(),
        payment: "cash_on_delivery".to_owned(),
        delivery: page
            .parcels
            .iter()
            .map(|parcel| (parcel.cooperative.to_string(), "home".to_owned()))
            .collect(),
        idempotency_key: page.idempotency_key.clone(),
        ..CheckoutInput::default()
    }
}

async fn person(tx: &store::Tx, name: &str, email: &str) -> PersonId {
    let person = NewPerson {
        name: name.to_owned(),
        email: Some(Email::parse(email).unwrap()),
        phone: None,
        password_hash: "unused".to_owned(),
        lang: Lang::Fr,
        consent_at: None,
    };
    create_person(tx, &platform(), person, NOW).await.unwrap()
}

async fn seller(
    tx: &store::Tx,
    number: u32,
    name: &str,
    [region, province]: [&str; 2],
    category: CategoryId,
    product: &str,
    variants: &[(i64, i64, u32)],
) -> Seller {
    let permit = platform();
    let slug = name.to_lowercase();
    let cooperative = SeedCooperative {
        slug: slug.clone(),
        name: LocalText::new(&format!("{name} (démo)"), "", ""),
        story: LocalText::new("Une histoire.", "", ""),
        region: region.to_owned(),
        province: province.to_owned(),
        members: 20,
        women: 12,
        founded_year: 2015,
        ice: format!("{number:015}"),
        rib: format!("{number:024}"),
        free_delivery_from: (number == 1).then(|| Money::mad(50_000)),
        certificates: vec![(
            "IGP".to_owned(),
            format!("IGP-{number}"),
            name.to_owned(),
            NOW + 86_400 * 100,
        )],
    };
    let (id, certificates) = insert_cooperative(tx, &permit, &cooperative, NOW)
        .await
        .unwrap();
    let listing = SeedListing {
        cooperative: id,
        category,
        slug: format!("produit-{number}"),
        name: LocalText::new(product, "", ""),
        description: LocalText::new("Bon.", "", ""),
        attributes: Vec::new(),
        hs_code: "1515.90".to_owned(),
        certification: certificates.first().copied(),
        unique_piece: false,
        published_at: NOW - i64::from(number) * 86_400,
        illustration: "culinary-argan-oil".to_owned(),
        variants: variants
            .iter()
            .enumerate()
            .map(|(at, (amount, price, on_hand))| SeedVariant {
                sku: format!("{number}-{at}"),
                pack: PackSize {
                    amount: *amount,
                    unit: Unit::Gram,
                },
                price: Money::mad(*price),
                on_hand: *on_hand,
            })
            .collect(),
    };
    let (listing, variants) = insert_listings(tx, &permit, &[listing])
        .await
        .unwrap()
        .pop()
        .unwrap();
    let manager = person(
        tx,
        &format!("Gérante {name}"),
        &format!("manager{number}@exemple.ma"),
    )
    .await;
    let role = Role::CooperativeManager { cooperative: id };
    grant_role(tx, &permit, &Actor::System, manager, &role, NOW)
        .await
        .unwrap();
    Seller {
        cooperative: id,
        manager,
        listing,
        variants,
    }
}
