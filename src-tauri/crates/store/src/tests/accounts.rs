//! An account that gets another number takes all that names it along.

use super::undo::dump;
use super::*;
use crate::tables::account_use;

const FORMER: &str = "606300";
const LATER: &str = "606390";

/// Columns that name accounts beside those that hold one each, with how they follow.
const NAMED_OTHERWISE: [(&str, &str); 6] = [
    ("allocation", "account"),        // documents that wait
    ("deductibility", "account"),     // key: moved with its share
    ("rule", "template"),             // lines of a template
    ("third_party", "defaults"),      // the VAT account of a card
    ("vat_account", "code"),          // key: moved with all it says
    ("account_successor", "account"), // follows when the successor is remembered
];
/// Columns that keep the number: the chart itself, what was said of former charts, what is booked.
const KEPT: [(&str, &str); 4] = [
    ("account", "code"),
    ("account_successor", "former"),
    ("entry_line", "account"),
    ("entry_line", "auxiliary"),
];
/// All other texts of the user's data: none of them names an account. A new column belongs into one of these lists.
const NO_ACCOUNT: [(&str, &str); 33] = [
    (
        "client_file",
        "code name country siren vat_number address journal_purchases journal_sales journal_bank \
                     journal_general supplier_prefix customer_prefix bob_root bob_code sage_ge_folder",
    ),
    ("account", "label"),
    ("third_party", "kind name name_key country siren siret vat_number"),
    ("third_party_iban", "iban"),
    ("third_party_alias", "alias alias_key"),
    ("rule", "vat_scheme origin narrowing"),
    ("watched_folder", "flow split_mode path"),
    ("setting", "key value"),
    (
        "source",
        "flow split_mode file_name media_type origin origin_path state findings unsure_boundaries added_by",
    ),
    (
        "document",
        "flow status findings doubts vat_lines_evidence kind party_name party_key issue_date number number_key \
                  currency region",
    ),
    ("document_page", ""),
    ("field", "name value evidence alternatives reasons"),
    ("vat_line", ""),
    ("line_item", "description quantity unit_price unit"),
    ("compared_papers", "verdict"),
    // The reasons are written anew with the coding of what waits.
    ("coding", "proposed_third_party vat_scheme reason"),
    ("allocation", "reason axes deductible"),
    ("settlement", "date"),
    ("entry", "journal date piece_reference due_date currency purpose"),
    ("entry_line", "account_label side label axis_first axis_second foreign_currency notes"),
    ("publication", "target idempotency_key state remote_id detail reversal_date"),
    ("supplier_memory", "flow signs"),
    ("lesson", "field teaching"),
    ("public_name", "identifier printed_key printed name"),
    ("payment_method", "name reference destination origin"),
    ("payment_default", "user scope"),
    ("vat_account", "flow label rate_origin treatment"),
    ("coding_settings", "territory sales_exigibility"),
    ("coding_account", "purpose"),
    ("exchange_rate", "currency date source"),
    ("person", "name role"),
    ("platform_flow", "flow"),
    ("life_cycle_message", "status reason note file_name state detail"),
];

fn texts(store: &Store) -> Vec<(String, String)> {
    let mut columns = Vec::new();
    for table in crate::ledger::RECORDED {
        let sql = format!("SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'");
        let mut statement = store.connection.prepare(&sql).unwrap();
        let names = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        columns.extend(names.map(|name| (table.to_owned(), name.unwrap())));
    }
    columns
}

/// In how many rows a column bears an account.
fn bearing(store: &Store, table: &str, column: &str, account: &str) -> u32 {
    let sql = format!("SELECT count(*) FROM {table} WHERE instr({column}, '{account}') > 0");
    store.connection.query_row(&sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn every_column_is_known_to_name_an_account_or_not() {
    let house = house();
    for (table, column) in texts(&house.store) {
        let named = account_use::COLUMNS.iter().map(|(table, column, _)| (*table, *column));
        let named =
            named.chain(NAMED_OTHERWISE).chain(KEPT).filter(|one| *one == (&*table, &*column)).count();
        let free = NO_ACCOUNT
            .iter()
            .filter(|(of, columns)| *of == table && columns.split_whitespace().any(|one| one == column))
            .count();
        assert_eq!(named + free, 1, "{table}.{column}: does it name an account of the chart?");
    }
}

/// A client file in which everything that can name an account names the former one.
fn full(store: &mut Store) -> ClientFileId {
    let former: AccountCode = FORMER.parse().unwrap();
    let (file, _, document) = one_document(store);
    let accounts = FirmAccounts {
        purchase_vat: former.clone(),
        sales_vat: former.clone(),
        reverse_charge_vat: former.clone(),
        deposits: former.clone(),
        ..file.accounts.clone()
    };
    let defaults = CardDefaults { vat_account: Some(former.clone()), ..CardDefaults::default() };
    let card = ThirdParty { account: former.clone(), defaults, ..third_party(1000, file.id) };
    let rule = |number, text: Option<&str>, template| Rule {
        id: RuleId::from_uuid(uuid(number)),
        third_party: card.id,
        narrowing: Narrowing { text: text.map(str::to_owned), ..Narrowing::default() },
        template,
        vat_scheme: None,
        origin: RuleOrigin::User,
    };
    let line = |account: &AccountCode, share| TemplateLine { account: account.clone(), share, rate: None };
    let other: AccountCode = "607000".parse().unwrap();
    let template =
        RuleTemplate::new(vec![line(&former, Share::Percent(5_000)), line(&other, Share::Open)]).unwrap();
    let vat = |code: &AccountCode| VatAccount {
        counterpart: Some(former.clone()),
        waiting: Some(former.clone()),
        ..VatAccount::from_label(code.clone(), "TVA 20 %".to_owned(), Flow::Purchases, None)
    };
    let mut settings = CodingSettings::usual(file.id, Country::FR);
    settings.accounts.insert(AccountPurpose::Bank, former.clone());
    store
        .background(|w| {
            w.put_client_file(&ClientFile { accounts, ..file.clone() })?;
            let label = |code: &AccountCode| Account { code: code.clone(), label: format!("compte {code}") };
            w.put_accounts(file.id, &[label(&former), label(&other)])?;
            w.put_third_party(&card)?;
            w.put_rule(&rule(1, None, RuleTemplate::one(former.clone())))?;
            w.put_rule(&rule(2, Some("atelier"), template))?;
            w.put_coding(&coding(document.id, Some(card.id)))?;
            w.put_payment_method(&PaymentMethod {
                id: PaymentMethodId::from_uuid(uuid(3)),
                client_file: file.id,
                name: "Visa".to_owned(),
                reference: None,
                account: Some(former.clone()),
                destination: None,
                auto_publish: false,
                origin: PaymentMethodOrigin::User,
            })?;
            w.put_person(&Person {
                id: PersonId::from_uuid(uuid(4)),
                client_file: file.id,
                name: "Camille Roux".to_owned(),
                role: PersonRole::Employee,
                account: former.clone(),
            })?;
            w.put_vat_account(file.id, &vat(&former))?;
            w.put_vat_account(file.id, &vat(&other))?;
            let share = Deductibility::from_percent(80).unwrap();
            w.put_deductibility(file.id, &DeductibilityRule { account: former.clone(), share })?;
            w.put_coding_settings(&settings)?;
            w.put_account_successor(file.id, &"6063".parse().unwrap(), &former)
        })
        .unwrap();
    file.id
}

#[test]
fn all_that_names_an_account_follows_it_and_comes_back() {
    let mut house = house();
    let store = &mut house.store;
    let file = full(store);
    let (former, later): (AccountCode, AccountCode) = (FORMER.parse().unwrap(), LATER.parse().unwrap());
    let before = dump(store);
    let columns =
        || account_use::COLUMNS.iter().map(|(table, column, _)| (*table, *column)).chain(NAMED_OTHERWISE);
    for (table, column) in columns() {
        assert!(bearing(store, table, column, FORMER) > 0, "the test leaves {table}.{column} out");
    }
    store
        .command(&actor(), NOW, command("change_account"), |w| {
            w.put_accounts(file, &[Account { code: later.clone(), label: "Petit outillage".to_owned() }])?;
            assert_eq!(w.move_account(file, &former, &later)?, 2);
            w.put_account_successor(file, &former, &later)
        })
        .unwrap();
    for (table, column) in columns() {
        assert_eq!(bearing(store, table, column, FORMER), 0, "{table}.{column} stayed behind");
        assert!(bearing(store, table, column, LATER) > 0, "{table}.{column} was lost");
    }
    let (vat, shares) = store.read(|r| Ok((r.vat_accounts(file)?, r.deductibility(file)?))).unwrap();
    assert_eq!((vat.len(), vat[0].label.as_str()), (2, "Petit outillage"));
    assert_eq!(shares.len(), 1);
    store.undo(&actor(), NOW).unwrap();
    assert_eq!(dump(store), before);
}

#[test]
fn a_share_that_other_accounts_begin_with_stays_for_them() {
    let mut house = house();
    let store = &mut house.store;
    let (file, ..) = one_document(store);
    let code = |text: &str| text.parse::<AccountCode>().unwrap();
    let share = |account: &str, percent| DeductibilityRule {
        account: code(account),
        share: Deductibility::from_percent(percent).unwrap(),
    };
    let shares = |store: &Store| {
        let found = store.read(|r| r.deductibility(file.id)).unwrap();
        found.iter().map(|rule| format!("{} {}", rule.account, rule.share)).collect::<Vec<_>>().join(", ")
    };
    store
        .background(|w| {
            let account = |text: &str| Account { code: code(text), label: text.to_owned() };
            w.put_accounts(file.id, &["6061", "606110", "625600", "613500"].map(account))?;
            w.put_deductibility(file.id, &share("6061", 80))?;
            w.put_deductibility(file.id, &share("6256", 0))
        })
        .unwrap();
    store.background(|w| w.move_account(file.id, &code("6061"), &code("606900"))).unwrap();
    assert_eq!(shares(store), "6061 80, 606900 80, 6256 0", "606110 keeps its share");
    store.background(|w| w.move_account(file.id, &code("606110"), &code("625610"))).unwrap();
    assert_eq!(shares(store), "6061 80, 606900 80, 6256 0", "where a rule says another share, it goes first");
    store.background(|w| w.move_account(file.id, &code("606110"), &code("601100"))).unwrap();
    assert_eq!(
        shares(store),
        "601100 80, 6061 80, 606900 80, 6256 0",
        "a share by the beginning is not lost"
    );
}
