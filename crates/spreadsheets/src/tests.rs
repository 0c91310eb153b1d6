//! Files as programs write them, and as nobody should.

use super::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::time::Instant;

fn texts(table: &Table) -> Vec<(u32, Vec<&str>)> {
    table
        .rows
        .iter()
        .map(|row| (row.number, row.cells.iter().map(String::as_str).collect()))
        .collect()
}

fn rows() -> Vec<Vec<String>> {
    [
        ["sku", "nom", "prix"],
        ["A-1", "Huile d'argane", "120.50"],
        ["A-2", "زيت أركان; \"بكر\"\nمعصور", "=1+1"],
    ]
    .map(|row| row.map(str::to_owned).to_vec())
    .to_vec()
}

#[test]
fn what_is_written_is_read_again_and_formulas_are_guarded() {
    let xlsx = to_xlsx("Produits", rows()).expect("small");
    for file in [to_csv(rows()), xlsx] {
        let table = read(&file).expect("readable");
        let expected = vec![
            (1, vec!["sku", "nom", "prix"]),
            (2, vec!["A-1", "Huile d'argane", "120.50"]),
            (3, vec!["A-2", "زيت أركان; \"بكر\"\nمعصور", "'=1+1"]),
        ];
        assert_eq!(texts(&table), expected);
        assert_eq!(table.broken, []);
    }
    for text in ["=1", "+1", "-1", "@a", "\t=1"] {
        assert_eq!(guarded(text), format!("'{text}"));
    }
    assert_eq!(guarded("a=1"), "a=1");
}

#[test]
fn rows_have_the_numbers_that_programs_show() {
    let cases = [
        "a,b\r\n1,2\r\n",
        "a;b\n1;2",
        "a\tb\n1\t2\n",
        "\"a\",b\n1,\"2\"\n",
    ];
    for file in cases {
        let table = read(file.as_bytes()).expect(file);
        assert_eq!(
            texts(&table),
            [(1, vec!["a", "b"]), (2, vec!["1", "2"])],
            "{file:?}"
        );
    }
    let file = "a,b\r\n\r\n\r\n\"x\r\ny\",1\r\n,\r\n\"z\nz\",2\r\n\r\nlast,3";
    let table = read(file.as_bytes()).expect("readable");
    let numbers: Vec<u32> = table.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 4, 6, 8]);
}

#[test]
fn encodings_of_programs_here_are_read_and_others_are_named() {
    let text = "sku,nom,nom arabe\r\nA-1,Crème à l'huile d'amandes améliorée,زيت الأركان الأصيل\r\n";
    let units = |swap: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(swap).collect::<Vec<u8>>();
    let (little, big) = (units(u16::to_le_bytes), units(u16::to_be_bytes));
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for bytes in [
        text.as_bytes().to_vec(),
        marked(b"\xef\xbb\xbf", text.as_bytes()),
        marked(b"\xff\xfe", &little),
        marked(b"\xfe\xff", &big),
    ] {
        let table = read(&bytes).expect("readable");
        assert_eq!(table.rows[1].cells[2], "زيت الأركان الأصيل");
    }
    let western = "sku,nom\r\nA-1,Crème à l'huile d'amandes améliorée, où l'été s'achève\r\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(western);
    let table = read(&bytes).expect("Windows-1252");
    assert!(table.rows[1].cells[1].starts_with("Crème à l'huile"));
    let arabic = "sku,nom\r\nA-1,زيت الأركان الأصيل من تعاونية النساء بتزنيت\r\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(arabic);
    let table = read(&bytes).expect("Windows-1256");
    assert_eq!(
        table.rows[1].cells[1],
        "زيت الأركان الأصيل من تعاونية النساء بتزنيت"
    );
    let (bytes, ..) =
        encoding_rs::SHIFT_JIS.encode("sku,名前\r\nA-1,アルガンオイルの商品説明です\r\n");
    assert_eq!(
        read(&bytes),
        Err(Refused::Encoding {
            name: "Shift_JIS".to_owned()
        })
    );
    assert!(matches!(
        read(b"\xff\xfe\x00\x00a\x00\x00\x00"),
        Err(Refused::Encoding { .. })
    ));
}

#[test]
fn other_formats_are_named_and_damage_is_told() {
    let cases: [(&[u8], Refused); 6] = [
        (b"", Refused::Empty),
        (b"\r\n\r\n ; ;\r\n", Refused::Empty),
        (b"\xd0\xcf\x11\xe0rest", Refused::Format { name: "XLS" }),
        (b"%PDF-1.4", Refused::Format { name: "PDF" }),
        (b"PK\x03\x04 no archive", Refused::Damaged),
        (b"a,b\n1,\x002", Refused::Damaged),
    ];
    for (bytes, expected) in cases {
        assert_eq!(read(bytes), Err(expected));
    }
    assert_eq!(
        read(&vec![b'a'; MAX_BYTES + 1]),
        Err(Refused::TooManyBytes { max: MAX_BYTES })
    );
    let wide = vec!["x"; MAX_COLUMNS + 1].join(",");
    assert_eq!(
        read(wide.as_bytes()),
        Err(Refused::TooManyColumns { max: MAX_COLUMNS })
    );
    let long = "x\n".repeat(MAX_ROWS + 2);
    assert_eq!(
        read(long.as_bytes()),
        Err(Refused::TooManyRows { max: MAX_ROWS })
    );
    let table = read(format!("a\n{}", "x".repeat(MAX_CELL + 1)).as_bytes()).expect("readable");
    assert_eq!(table.broken[0].why, Broken::TooLong);
}

#[test]
fn formulas_merged_cells_and_numbers_of_a_workbook() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "sku").expect("small");
    sheet.write_number(1, 0, 120.1).expect("small");
    sheet.write_number(1, 1, 42).expect("small");
    sheet.write_boolean(1, 2, true).expect("small");
    let formula = Formula::new("=1+1").set_result("2");
    sheet.write_formula(2, 1, formula).expect("small");
    sheet
        .merge_range(4, 0, 5, 1, "both", &Format::new())
        .expect("small");
    let table = read(&book.save_to_buffer().expect("small")).expect("readable");
    assert_eq!(table.rows[1].cells, ["120.1", "42", "yes"]);
    let broken: Vec<_> = table
        .broken
        .iter()
        .map(|it| (it.row, it.column, it.why))
        .collect();
    assert_eq!(broken, [(5, 0, Broken::Merged), (3, 1, Broken::Formula)]);
}

#[test]
fn a_million_empty_rows_are_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "sku").expect("small");
    // The last row that the format has, and a whole column that is only painted.
    sheet
        .write_string(1_048_575, 0, "A-1")
        .expect("the last row");
    sheet
        .set_column_format(1, &Format::new().set_bold())
        .expect("small");
    let far = book.save_to_buffer().expect("small");
    let csv = format!("sku;nom\r\n{}A-1;x\r\n", ";\r\n".repeat(1_000_000));
    let blank = format!("sku;nom\r\n{}A-1;x\r\n", "\r\n".repeat(1_000_000));
    let begun = Instant::now();
    for (file, last) in [
        (far, 1_048_576),
        (csv.into_bytes(), 1_000_002),
        (blank.into_bytes(), 1_000_002),
    ] {
        let table = read(&file).expect("readable");
        let numbers: Vec<u32> = table.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, last]);
    }
    // Not optimised, and beside other tests.
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}
