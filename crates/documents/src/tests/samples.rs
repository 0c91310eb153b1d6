//! One document of each kind, in French and in Arabic. In Tamazight the title alone is Tifinagh;
//! it is there to prove the font.

use crate::*;

fn w(lang: Lang, fr: &str, ar: &str) -> String {
    match lang {
        Lang::Ar => ar.to_owned(),
        _ => fr.to_owned(),
    }
}

pub(super) fn all(lang: Lang) -> Vec<(&'static str, Document)> {
    vec![
        ("invoice", invoice(lang)),
        ("credit_note", credit_note(lang)),
        ("delivery_note", delivery_note(lang)),
        ("label", label(lang)),
        ("payout_statement", payout_statement(lang)),
        ("commercial_invoice", commercial_invoice(lang)),
        ("packing_list", packing_list(lang)),
        ("credential", credential(lang)),
        ("project_sheet", project_sheet(lang)),
        ("decision", decision(lang)),
        ("legal_text", legal_text(lang)),
        ("letter", letter(lang)),
    ]
}

pub(super) fn left_to_right(name: &str) -> &'static [&'static str] {
    match name {
        "invoice" => &[
            "FA-2026-000012",
            "1 234,50",
            "999000001000075",
            "20 %",
            "1 / 1",
        ],
        "credit_note" => &["AV-2026-000003", "FA-2026-000012"],
        "label" => &["TW-000042-1", "+212 6 12 34 56 78", "1 234,50"],
        "credential" => &["TA-2026-000077", "12/03/2026"],
        "payout_statement" => &["16/03/2026", "MA64 9997 8000"],
        "project_sheet" => &["480 000", "-120 000"],
        _ => &[],
    }
}

fn issuer(lang: Lang) -> Party {
    Party {
        title: String::new(),
        name: w(lang, "Coopérative Tifaout", "تعاونية تيفاوت"),
        lines: vec![
            w(lang, "Douar Imouzzer, Agadir", "دوار إيموزار، أكادير"),
            w(
                lang,
                "ICE 999000001000075",
                "التعريف الموحد للمقاولة 999000001000075",
            ),
            String::new(),
        ],
    }
}

fn buyer(lang: Lang) -> Party {
    Party {
        title: w(lang, "Client", "الزبون"),
        name: w(lang, "Salma El Idrissi", "سلمى الإدريسي"),
        lines: vec![
            w(
                lang,
                "12, rue des Œillets, 20250 Casablanca",
                "12، زنقة القرنفل، 20250 الدار البيضاء",
            ),
            "+212 6 12 34 56 78".to_owned(),
        ],
    }
}

fn lines(lang: Lang) -> Table {
    Table {
        columns: vec![
            Column::text(w(lang, "Produit", "المنتوج"), 3),
            Column::number(w(lang, "Quantité", "الكمية")),
            Column::number(w(lang, "Prix", "الثمن")),
            Column::number(w(lang, "TVA", "الضريبة")),
            Column::number(w(lang, "Total", "المجموع")),
        ],
        rows: vec![
            vec![
                w(
                    lang,
                    "Huile d’argan alimentaire (250 ml)",
                    "زيت أركان الغذائي (250 مل)",
                ),
                "2".into(),
                w(lang, "120,00 DH", "120,00 درهم"),
                "20 %".into(),
                w(lang, "240,00 DH", "240,00 درهم"),
            ],
            vec![
                w(
                    lang,
                    "Tapis Aït Ouaouzguite, pièce unique",
                    "زربية آيت واوزكيت، قطعة فريدة",
                ),
                "1".into(),
                w(lang, "994,50 DH", "994,50 درهم"),
                "0 %".into(),
                w(lang, "994,50 DH", "994,50 درهم"),
            ],
        ],
        foot: vec![],
    }
}

fn sums(lang: Lang) -> Vec<Total> {
    vec![
        Total::new(
            w(lang, "Total hors taxe", "المجموع بدون ضريبة"),
            w(lang, "1 194,50 DH", "1 194,50 درهم"),
        ),
        Total::new(
            w(lang, "TVA", "الضريبة على القيمة المضافة"),
            w(lang, "40,00 DH", "40,00 درهم"),
        ),
        Total::strong(
            w(lang, "À payer", "المبلغ الواجب أداؤه"),
            w(lang, "1 234,50 DH", "1 234,50 درهم"),
        ),
    ]
}

fn plain_invoice(lang: Lang) -> Invoice {
    Invoice {
        issuer: issuer(lang),
        heading: match lang {
            Lang::Zgh => "ⵜⴰⴽⵔⵎⴰ ⴳⴰⵔ".to_owned(),
            _ => w(lang, "Facture", "فاتورة"),
        },
        number: "FA-2026-000012".into(),
        facts: vec![
            Fact::new(w(lang, "Date", "التاريخ"), "12/03/2026"),
            Fact::new(w(lang, "Commande", "الطلب"), "TW-000042"),
            Fact::new(
                w(lang, "Paiement", "الأداء"),
                w(lang, "À la livraison", "عند التسليم"),
            ),
        ],
        parties: vec![
            buyer(lang),
            Party {
                title: w(lang, "Livraison", "التسليم"),
                ..buyer(lang)
            },
        ],
        lines: lines(lang),
        totals: sums(lang),
        taxes: None,
        notes: vec![w(
            lang,
            "Merci de votre achat. Cette facture ne change plus ; une correction se fait par un avoir.",
            "شكرا على شرائكم. هذه الفاتورة لا تتغير؛ وكل تصحيح يكون بإشعار دائن.",
        )],
        footer: w(
            lang,
            "Coopérative Tifaout · capital 24 000,00 DH",
            "تعاونية تيفاوت · الرأسمال 24 000,00 درهم",
        ),
    }
}

pub(super) fn invoice(lang: Lang) -> Document {
    Document::Invoice(plain_invoice(lang))
}

fn credit_note(lang: Lang) -> Document {
    Document::CreditNote(CreditNote {
        invoice: Invoice {
            heading: w(lang, "Avoir", "إشعار دائن"),
            number: "AV-2026-000003".into(),
            ..plain_invoice(lang)
        },
        corrects: w(
            lang,
            "Corrige la facture FA-2026-000012 du 12/03/2026.",
            "يصحح الفاتورة FA-2026-000012 بتاريخ 12/03/2026.",
        ),
        reason: w(lang, "Colis refusé.", "رُفض الطرد."),
    })
}

fn delivery_note(lang: Lang) -> Document {
    Document::DeliveryNote(DeliveryNote {
        issuer: issuer(lang),
        heading: w(lang, "Bon de livraison", "وصل التسليم"),
        number: "TW-000042-1".into(),
        facts: vec![Fact::new(w(lang, "Colis", "الطرود"), "1 / 2")],
        parties: vec![buyer(lang)],
        lines: lines(lang),
        notes: vec![],
        signatures: vec![Fact::new(
            w(lang, "Reçu le", "استلم في"),
            w(lang, "Date et signature", "التاريخ والتوقيع"),
        )],
        footer: String::new(),
    })
}

fn label(lang: Lang) -> Document {
    Document::Label(Label {
        service: w(lang, "Livraison à domicile", "التسليم إلى المنزل"),
        from: Party {
            title: w(lang, "De", "من"),
            ..issuer(lang)
        },
        to: Party {
            title: w(lang, "À", "إلى"),
            ..buyer(lang)
        },
        code: "TW-000042-1".into(),
        address: None,
        collect: Some(Fact::new(
            w(lang, "À encaisser", "المبلغ الواجب تحصيله"),
            w(lang, "1 234,50 DH", "1 234,50 درهم"),
        )),
        facts: vec![
            Fact::new(w(lang, "Colis", "الطرود"), "1 / 2"),
            Fact::new(w(lang, "Poids", "الوزن"), w(lang, "2,4 kg", "2,4 كلغ")),
        ],
    })
}

fn payout_statement(lang: Lang) -> Document {
    Document::PayoutStatement(PayoutStatement {
        issuer: Party {
            name: "Taawouniya".into(),
            ..Party::default()
        },
        heading: w(lang, "Relevé de versement", "كشف التحويل"),
        number: "VE-2026-000005".into(),
        facts: vec![
            Fact::new(w(lang, "Période", "الفترة"), "01/03/2026 – 15/03/2026"),
            Fact::new(w(lang, "Versé le", "حوّل في"), "16/03/2026"),
            Fact::new("IBAN", "MA64 9997 8000 0000 0000 0123 4527"),
        ],
        cooperative: issuer(lang),
        figures: vec![
            Fact::new(
                w(lang, "Ventes", "المبيعات"),
                w(lang, "12 400,00 DH", "12 400,00 درهم"),
            ),
            Fact::new(
                w(lang, "Commission", "العمولة"),
                w(lang, "−620,00 DH", "−620,00 درهم"),
            ),
            Fact::new(
                w(lang, "Versé", "المحوَّل"),
                w(lang, "11 780,00 DH", "11 780,00 درهم"),
            ),
        ],
        lines: lines(lang),
        totals: sums(lang),
        notes: vec![],
        footer: String::new(),
    })
}

fn commercial_invoice(lang: Lang) -> Document {
    Document::CommercialInvoice(CommercialInvoice {
        issuer: issuer(lang),
        heading: w(lang, "Facture commerciale", "فاتورة تجارية"),
        number: "FA-2026-000013".into(),
        facts: vec![Fact::new("Incoterm 2020", "FCA Casablanca")],
        parties: vec![buyer(lang), buyer(lang)],
        lines: lines(lang),
        totals: sums(lang),
        declaration: w(lang, "Origine : Maroc.", "المنشأ: المغرب."),
        notes: vec![],
        signatures: vec![Fact::new(w(lang, "L’exportateur", "المصدِّر"), String::new())],
        footer: String::new(),
    })
}

fn packing_list(lang: Lang) -> Document {
    Document::PackingList(PackingList {
        issuer: issuer(lang),
        heading: w(lang, "Liste de colisage", "قائمة التعبئة"),
        number: "FA-2026-000013".into(),
        parcels: lines(lang),
        ..PackingList::default()
    })
}

fn credential(lang: Lang) -> Document {
    Document::Credential(Credential {
        accent: Accent::Majorelle,
        issuer: w(lang, "Académie Taawouniya", "أكاديمية تعاونية"),
        heading: w(lang, "Attestation de réussite", "شهادة نجاح"),
        before: w(lang, "Nous attestons que", "نشهد أن"),
        name: w(lang, "Fatima Aït Lahcen", "فاطمة آيت لحسن"),
        after: w(lang, "a terminé avec succès le cours", "أتمت بنجاح درس"),
        subject: w(
            lang,
            "Tenir les comptes d’une coopérative",
            "مسك حسابات تعاونية",
        ),
        detail: w(
            lang,
            "Journal, caisse, inventaire et bilan simple.",
            "اليومية والصندوق والجرد والحصيلة المبسطة.",
        ),
        facts: vec![
            Fact::new(w(lang, "Délivrée le", "سُلمت في"), "12/03/2026"),
            Fact::new(w(lang, "Numéro", "الرقم"), "TA-2026-000077"),
            Fact::new(w(lang, "Durée", "المدة"), w(lang, "6 heures", "6 ساعات")),
        ],
        signers: vec![Fact::new(
            w(lang, "Karim Bennis", "كريم بنيس"),
            w(lang, "Formateur", "مكوّن"),
        )],
        address: "https://taawouniya.example/fr/verify/TA-2026-000077".into(),
        verify: w(
            lang,
            "Vérifier : taawouniya.example/fr/verify",
            "للتحقق: taawouniya.example/ar/verify",
        ),
    })
}

fn project_sheet(lang: Lang) -> Document {
    let paragraph = Block::Paragraph(w(
        lang,
        "Une unité de séchage du thym et de la menthe, pour douze membres, près de l’eau et de la route.",
        "وحدة لتجفيف الزعتر والنعناع، لاثني عشر عضوا، قرب الماء والطريق.",
    ));
    let bar = |year: &str, value: i64, shown: &str| Bar {
        label: w(lang, &format!("Année {year}"), &format!("السنة {year}")),
        value,
        shown: shown.into(),
    };
    Document::ProjectSheet(ProjectSheet {
        issuer: Party {
            name: w(lang, "Banque de projets", "بنك المشاريع"),
            ..Party::default()
        },
        heading: w(lang, "Séchage de plantes", "تجفيف النباتات"),
        number: w(lang, "Version 2 · 12/03/2026", "النسخة 2 · 12/03/2026"),
        facts: vec![Fact::new(
            w(lang, "Région", "الجهة"),
            w(lang, "Drâa-Tafilalet", "درعة تافيلالت"),
        )],
        figures: vec![
            Fact::new(
                w(lang, "Investissement", "الاستثمار"),
                w(lang, "480 000 DH", "480 000 درهم"),
            ),
            Fact::new(w(lang, "Emplois", "مناصب الشغل"), "12"),
        ],
        sections: vec![
            (
                w(lang, "Le projet", "المشروع"),
                vec![paragraph.clone(), paragraph.clone()],
            ),
            (w(lang, "Le marché", "السوق"), vec![paragraph]),
        ],
        figures_heading: w(lang, "Les chiffres", "الأرقام"),
        chart_title: w(lang, "Flux de trésorerie (DH)", "التدفقات النقدية (درهم)"),
        bars: vec![
            bar("0", -120_000, "-120 000"),
            bar("1", 40_000, "40 000"),
            bar("2", 95_000, "95 000"),
        ],
        tables: vec![(w(lang, "Investissement", "الاستثمار"), lines(lang))],
        notes: vec![w(
            lang,
            "Prix du thym : enquête de mars 2026.",
            "ثمن الزعتر: بحث مارس 2026.",
        )],
        address: "https://taawouniya.example/fr/projects/12".into(),
        address_caption: w(lang, "La fiche à jour", "البطاقة المحيَّنة"),
        footer: String::new(),
    })
}

fn decision(lang: Lang) -> Document {
    Document::Decision(Decision {
        accent: Accent::Argan,
        issuer: issuer(lang),
        heading: w(lang, "Décision", "قرار"),
        to: buyer(lang),
        outcome: w(
            lang,
            "Votre dossier est accepté sous conditions.",
            "قُبل ملفكم بشروط.",
        ),
        reasons: vec![w(
            lang,
            "Le comité a examiné le dossier.",
            "درست اللجنة الملف.",
        )],
        conditions_heading: w(lang, "Conditions", "الشروط"),
        conditions: vec![
            w(lang, "Déposer le plan du local.", "إيداع تصميم المحل."),
            w(lang, "Ouvrir un compte.", "فتح حساب."),
        ],
        remedies: vec![w(
            lang,
            "Recours possible pendant 30 jours.",
            "يمكن الطعن خلال 30 يوما.",
        )],
        signatures: vec![Fact::new(w(lang, "La présidente", "الرئيسة"), "12/03/2026")],
        ..Decision::default()
    })
}

pub(super) fn legal_text(lang: Lang) -> Document {
    Document::LegalText(LegalText {
        accent: Accent::Argan,
        issuer: issuer(lang),
        heading: w(lang, "Statuts", "النظام الأساسي"),
        preamble: vec![w(lang, "Vu la loi 112-12.", "بناء على القانون 112-12.")],
        articles: (1..=3)
            .map(|n| Article {
                heading: w(lang, &format!("Article {n}"), &format!("المادة {n}")),
                blocks: vec![
                    Block::Paragraph(w(lang, "Un membre, une voix.", "لكل عضو صوت واحد.")),
                    Block::List(vec![w(
                        lang,
                        "Parts d’au moins 100 DH",
                        "حصص لا تقل عن 100 درهم",
                    )]),
                ],
            })
            .collect(),
        signatures: vec![
            Fact::new(
                w(lang, "Fatima", "فاطمة"),
                w(lang, "Membre fondatrice", "عضو مؤسس"),
            ),
            Fact::new(
                w(lang, "Brahim", "إبراهيم"),
                w(lang, "Membre fondateur", "عضو مؤسس"),
            ),
        ],
        ..LegalText::default()
    })
}

fn letter(lang: Lang) -> Document {
    Document::Letter(Letter {
        issuer: issuer(lang),
        heading: w(lang, "Lettre", "رسالة"),
        blocks: vec![
            Block::Subheading(w(lang, "Ce qui manque", "ما ينقص")),
            Block::Steps(vec![w(lang, "Le plan", "التصميم")]),
            Block::Warning(w(lang, "Avant le 30/04/2026", "قبل 30/04/2026")),
            Block::Facts(vec![Fact::new(w(lang, "Dossier", "الملف"), "D-17")]),
            Block::Table(Table::default()),
        ],
        ..Letter::default()
    })
}
