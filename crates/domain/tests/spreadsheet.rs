//! What a file of rows changes, and each reason why it may not.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    CategoryId, Currency, Lang, ListingId, LocalText, Money, PictureId, Problem, VariantId,
    marketplace::{
        Attribute, Category, DraftPicture, DraftState, DraftVariant, Known, KnownListing, Layout,
        ListingDraft, Next, PackSize, Plan, SheetColumn, SheetProblem, SheetRow, StockNow, Unit,
        column_letters, listing_rows, plan,
    },
};

const OIL: CategoryId = CategoryId(1);
const SOLD: ListingId = ListingId(7);
const BOTTLE: VariantId = VariantId(70);

fn sold() -> ListingDraft {
    let mad = |minor| Money {
        minor,
        currency: Currency::Mad,
    };
    ListingDraft {
        name: LocalText::new("Huile d'argane", "زيت أركان", "Argan oil"),
        description: LocalText::new("Pressée à froid.", "", ""),
        attributes: vec![Attribute {
            key: "extraction".to_owned(),
            name: domain::marketplace::attribute_name("extraction"),
            value: LocalText::new("À froid", "", ""),
        }],
        origin: "Tiznit".to_owned(),
        variants: vec![DraftVariant {
            id: Some(BOTTLE),
            sku: "ARG-250".to_owned(),
            pack: PackSize {
                amount: 250,
                unit: Unit::Millilitre,
            },
            price: mad(12_050),
            eur: None,
            usd: None,
            breaks: Vec::new(),
            opening_stock: 0,
        }],
        pictures: vec![DraftPicture {
            id: PictureId(1),
            alt: LocalText::new("Une bouteille", "", ""),
        }],
        ..ListingDraft::empty(OIL)
    }
}

fn known() -> Known {
    let listing = KnownListing {
        id: SOLD,
        draft: sold(),
        published: Some(sold()),
        state: DraftState::Unchanged,
        version: 0,
    };
    let now = StockNow {
        on_hand: 10,
        reserved: 4,
    };
    Known {
        categories: vec![Category {
            id: OIL,
            slug: "oils".to_owned(),
            name: LocalText::new("Huiles", "الزيوت", "Oils"),
            required: vec!["extraction".to_owned()],
        }],
        listings: [(SOLD, listing)].into(),
        stock: [(BOTTLE, now)].into(),
        taken: ["TAKEN".to_owned()].into(),
        ..Known::default()
    }
}

fn column(code: &str) -> Option<SheetColumn> {
    SheetColumn::all().into_iter().find(|it| it.code() == code)
}

/// The first line is headings; cells are divided by `|`.
fn run(known: &Known, file: &str) -> Plan {
    let mut lines = file.trim().lines().map(|line| line.trim().split('|'));
    let layout = match Layout::read(1, lines.next().unwrap(), column) {
        Ok(layout) => layout,
        Err(errors) => {
            return Plan {
                errors,
                ..Plan::default()
            };
        }
    };
    let mut rows = Vec::new();
    let mut refused = Vec::new();
    for (number, cells) in (2..).zip(lines) {
        match SheetRow::read(&layout, number, cells) {
            Ok(row) => rows.push(row),
            Err(errors) => refused.extend(errors),
        }
    }
    let mut plan = plan(&layout, &rows, known);
    plan.errors.extend(refused);
    plan
}

fn problems(plan: &Plan) -> Vec<(u32, &str, SheetProblem)> {
    plan.errors
        .iter()
        .map(|it| (it.row.unwrap_or(0), it.letters.as_str(), it.problem.clone()))
        .collect()
}

#[test]
fn what_was_exported_changes_nothing() {
    let known = known();
    let listing = &known.listings[&SOLD];
    let columns = SheetColumn::all();
    let headings: Vec<String> = columns.iter().map(|it| it.code()).collect();
    let mut file = headings.join("|");
    for cells in listing_rows(listing, &known) {
        let line: Vec<String> = columns
            .iter()
            .map(|column| {
                let cell = cells.iter().find(|(it, _)| it == column);
                cell.map(|(_, text)| text.clone()).unwrap_or_default()
            })
            .collect();
        file.push('\n');
        file.push_str(&line.join("|"));
    }
    let plan = run(&known, &file);
    assert_eq!(problems(&plan), []);
    assert_eq!(
        (plan.unchanged, plan.listings.len(), plan.counts.len()),
        (1, 0, 0)
    );
}

#[test]
fn a_change_goes_the_way_that_the_editor_would_send_it() {
    let known = known();
    let cases = [
        ("sku|price\nARG-250|130", Next::Publish),
        ("sku|prepare_days\nARG-250|9", Next::Publish),
        ("sku|name_fr\nARG-250|Huile vierge", Next::Submit),
        ("sku|amount\nARG-250|500", Next::Submit),
        (
            "listing|sku|amount|unit|price\n7|ARG-500|500|ml|200",
            Next::Submit,
        ),
    ];
    for (file, next) in cases {
        let plan = run(&known, file);
        assert_eq!(problems(&plan), [], "{file}");
        assert_eq!(plan.listings.len(), 1, "{file}");
        assert_eq!(plan.listings[0].next, next, "{file}");
        assert_eq!(plan.listings[0].id, Some(SOLD), "{file}");
    }
    let plan = run(&known, "sku|name_fr|name_ar|origin\nARG-250|||");
    assert_eq!(
        (problems(&plan), plan.unchanged),
        (vec![], 1),
        "empty cells"
    );
    let plan = run(&known, "sku|eur\nARG-250|12");
    let changed = &plan.listings[0].draft;
    assert_eq!(changed.variants[0].eur.unwrap().minor, 1_200);
    assert_eq!(changed.name, sold().name, "no column, no change");
}

#[test]
fn new_listings_are_grouped_by_a_word_and_wait_for_their_pictures() {
    let plan = run(
        &known(),
        "listing|sku|category|name_fr|amount|unit|price|stock
        amlou|AML-1|Oils|Amlou|250|g|80|12
        amlou|AML-2|||500|g|150|3
        |SAV-1|oils|Savon|1|piece|20|",
    );
    assert_eq!(problems(&plan), []);
    let new: Vec<_> = plan
        .listings
        .iter()
        .map(|it| (it.id, it.next, it.draft.variants.len()))
        .collect();
    assert_eq!(new, [(None, Next::Keep, 2), (None, Next::Keep, 1)]);
    assert_eq!(plan.listings[0].draft.variants[1].opening_stock, 3);
}

#[test]
fn a_stock_is_counted_only_where_it_is_another_than_was_exported() {
    let cases = [
        ("sku|stock|stock_before\nARG-250|10|10", None),
        ("sku|stock|stock_before\nARG-250|8|8", None),
        ("sku|stock|stock_before\nARG-250|8|10", Some(8)),
        ("sku|stock\nARG-250|25", Some(25)),
        ("sku|stock\nARG-250|10", None),
        ("sku|stock\nARG-250|", None),
    ];
    for (file, expected) in cases {
        let plan = run(&known(), file);
        assert_eq!(problems(&plan), [], "{file}");
        let counted = plan.counts.first().map(|(_, pieces)| *pieces);
        assert_eq!(counted, expected, "{file}");
    }
}

#[test]
fn every_reason_has_its_row_and_column() {
    let field = SheetProblem::Field;
    let cases = [
        (
            "sku|price\nARG-250|beaucoup",
            2,
            "B",
            field(Problem::NotANumber),
        ),
        (
            "sku|name_fr\nARG-250|=A1",
            2,
            "B",
            SheetProblem::LooksLikeFormula,
        ),
        (
            "sku|name_fr\nARG-250|@risk",
            2,
            "B",
            SheetProblem::LooksLikeFormula,
        ),
        (
            "sku|stock\nARG-250|-5",
            2,
            "B",
            field(Problem::OutOfRange {
                min: 0,
                max: 1_000_000,
            }),
        ),
        (
            "sku|stock\nARG-250|3",
            2,
            "B",
            SheetProblem::BelowReserved { reserved: 4 },
        ),
        ("sku|price\nNEW|10", 2, "", field(Problem::Required)),
        (
            "sku|category\nNEW|Fleurs",
            2,
            "B",
            field(Problem::UnknownChoice),
        ),
        (
            "sku|category|name_fr|amount|unit|price\nTAKEN|oils|Huile|1|g|5",
            2,
            "A",
            field(Problem::InUse),
        ),
        (
            "listing|sku\n99|ARG-250",
            2,
            "A",
            SheetProblem::UnknownListing,
        ),
        (
            "sku|price\nARG-250|5\nARG-250|5",
            3,
            "A",
            SheetProblem::TwiceInFile { row: 2 },
        ),
        (
            "listing|sku|name_fr|amount|unit|price\n7|ARG-250|Huile A|||\n7|ARG-1|Huile B|1|g|5",
            3,
            "C",
            SheetProblem::Contradicts { row: 2 },
        ),
        ("listing|sku|price\n7||5", 2, "B", field(Problem::Required)),
        (
            "sku|prix\nARG-250|5",
            1,
            "B",
            SheetProblem::UnknownColumn {
                heading: "prix".to_owned(),
            },
        ),
        ("sku|sku\nARG-250|5", 1, "B", SheetProblem::TwiceColumn),
        (
            "price\n5",
            0,
            "",
            SheetProblem::MissingColumn {
                column: SheetColumn::Sku,
            },
        ),
        (
            "sku|hs_code\nARG-250|12",
            2,
            "B",
            field(Problem::InvalidHsCode),
        ),
        (
            "sku|unique\nARG-250|peut-être",
            2,
            "B",
            field(Problem::UnknownChoice),
        ),
        (
            "sku|certification\nARG-250|X",
            2,
            "B",
            field(Problem::UnknownChoice),
        ),
    ];
    for (file, row, letters, problem) in cases {
        let plan = run(&known(), file);
        let found = problems(&plan);
        assert!(
            found.contains(&(row, letters, problem.clone())),
            "{file}: {found:?}, expected {problem:?}"
        );
    }
}

#[test]
fn a_listing_that_an_advisor_reads_does_not_change() {
    let mut known = known();
    known.listings.get_mut(&SOLD).unwrap().state = DraftState::Submitted;
    let plan = run(&known, "sku|price\nARG-250|5");
    assert_eq!(problems(&plan)[0].2, SheetProblem::WithAdvisor);
    let plan = run(&known, "sku|price\nARG-250|120,50");
    assert_eq!((problems(&plan), plan.unchanged), (vec![], 1));
}

#[test]
fn a_quoted_formula_is_the_text_it_was() {
    let plan = run(&known(), "sku|description_fr\nARG-250|'- Pressée à froid");
    assert_eq!(problems(&plan), []);
    let description = &plan.listings[0].draft.description;
    assert_eq!(description.get(Lang::Fr), Some("- Pressée à froid"));
}

#[test]
fn columns_are_lettered_as_programs_do() {
    let cases = [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
    ];
    for (at, letters) in cases {
        assert_eq!(column_letters(at), letters);
    }
}
