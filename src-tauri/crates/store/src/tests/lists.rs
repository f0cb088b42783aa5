//! Payment methods, defaults and the successors of accounts.

use liasse_domain::{
    AccountCode, PaymentDefault, PaymentDefaultScope, PaymentMethod, PaymentMethodId, PaymentMethodOrigin,
};

use super::*;

fn method(number: u128, client_file: ClientFileId) -> PaymentMethod {
    PaymentMethod {
        id: PaymentMethodId::from_uuid(uuid(number)),
        client_file,
        name: format!("Visa {number}"),
        reference: Some("**** 1234".to_owned()),
        account: Some("512000".parse().unwrap()),
        destination: Some("OD".parse().unwrap()),
        auto_publish: true,
        origin: PaymentMethodOrigin::Paper,
    }
}

#[test]
fn payment_methods_and_defaults_come_back_and_are_undone() {
    let mut house = house();
    let (file, ..) = one_document(&mut house.store);
    let (visa, till) =
        (method(1, file.id), PaymentMethod { account: None, reference: None, ..method(2, file.id) });
    let default = PaymentDefault {
        user: "camille".to_owned(),
        payment_method: visa.id,
        scope: PaymentDefaultScope::Receipts,
    };
    house
        .store
        .command(&actor(), NOW, command("put"), |w| {
            w.put_payment_method(&visa)?;
            w.put_payment_method(&till)?;
            w.put_payment_default(file.id, "camille", Some(&default))
        })
        .unwrap();
    let held = |store: &Store| {
        store.read(|r| Ok((r.payment_methods(file.id)?, r.payment_default(file.id, "camille")?))).unwrap()
    };
    assert_eq!(held(&house.store), (vec![visa.clone(), till.clone()], Some(default.clone())));
    house.store.command(&actor(), NOW, command("delete"), |w| w.delete_payment_method(visa.id)).unwrap();
    assert_eq!(held(&house.store), (vec![till], None));
    house.store.undo(&actor(), NOW).unwrap();
    assert_eq!(held(&house.store).1, Some(default));
    house.store.undo(&actor(), NOW).unwrap();
    assert_eq!(held(&house.store), (vec![], None));
}

#[test]
fn successors_follow_each_other() {
    let mut house = house();
    let (file, ..) = one_document(&mut house.store);
    let code = |text: &str| text.parse::<AccountCode>().unwrap();
    let mut put = |former: &str, account: &str| {
        house
            .store
            .command(&actor(), NOW, command("put"), |w| {
                w.put_account_successor(file.id, &code(former), &code(account))
            })
            .unwrap();
        let found = house.store.read(|r| r.account_successors(file.id)).unwrap();
        found.iter().map(|(former, account)| format!("{former}>{account}")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(put("6063", "606300"), "6063>606300");
    assert_eq!(put("606300", "60630000"), "6063>60630000 606300>60630000");
    assert_eq!(put("60630000", "606300"), "6063>606300 60630000>606300");
}
