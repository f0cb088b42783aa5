//! Identifiers whose check digits hold. Written apart from the reader's checks on purpose: each proves the other.

use crate::rng::Rng;

fn luhn_digit(body: &str) -> u32 {
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0') * if i % 2 == 0 { 2 } else { 1 };
            if d > 9 { d - 9 } else { d }
        })
        .sum();
    (10 - sum % 10) % 10
}

fn number(digits: &str) -> u64 {
    digits.bytes().filter(u8::is_ascii_digit).fold(0, |n, b| n * 10 + u64::from(b - b'0'))
}

/// Remainder by 97 of a string where A is 10 … Z is 35 (ISO 7064).
pub fn mod97(text: &str) -> u64 {
    text.chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0, |r, d| if d > 9 { (r * 100 + u64::from(d)) % 97 } else { (r * 10 + u64::from(d)) % 97 })
}

/// French enterprise: 9 digits, Luhn.
pub fn siren(rng: &mut Rng) -> String {
    let body = format!("{}{}", rng.pick(&["3", "4", "5", "7", "8", "9"]), rng.digits(7));
    let check = luhn_digit(&body);
    format!("{body}{check}")
}

/// French establishment: the SIREN, 4 digits of rank, Luhn over the 14.
pub fn siret(siren: &str, rank: u32) -> String {
    let body = format!("{siren}{rank:04}");
    let check = luhn_digit(&body);
    format!("{body}{check}")
}

/// French VAT number: key = (12 + 3 × (SIREN mod 97)) mod 97.
pub fn vat_fr(siren: &str) -> String {
    format!("FR{:02}{siren}", (12 + 3 * (number(siren) % 97)) % 97)
}

/// Belgian enterprise number: 8 digits starting 0 or 1, then 97 − (them mod 97).
pub fn vat_be(rng: &mut Rng) -> String {
    let body = format!("{}{}", rng.pick(&["04", "05", "06", "07", "08", "10"]), rng.digits(6));
    format!("BE{body}{:02}", 97 - number(&body) % 97)
}

/// Dutch VAT number of a company: nine digits whose eleven-test holds, then B and a rank.
pub fn vat_nl(rng: &mut Rng) -> String {
    loop {
        let body = rng.digits(8);
        let sum: u64 = body.bytes().zip((2..=9).rev()).map(|(b, w)| u64::from(b - b'0') * w).sum();
        if sum % 11 < 10 {
            return format!("NL{body}{}B{:02}", sum % 11, rng.range(1, 3));
        }
    }
}

/// German VAT number: ISO 7064 mod 11,10.
pub fn vat_de(rng: &mut Rng) -> String {
    let body = rng.digits(8);
    let mut p = 10u64;
    for b in body.bytes() {
        let s = (u64::from(b - b'0') + p) % 10;
        p = (2 * if s == 0 { 10 } else { s }) % 11;
    }
    format!("DE{body}{}", (11 - p) % 10)
}

/// British VAT number, 9755 scheme: weighted sum + 55 is a multiple of 97.
pub fn vat_gb(rng: &mut Rng) -> String {
    let body = rng.digits(7);
    let sum: u64 = body.bytes().zip((2..=8).rev()).map(|(b, w)| u64::from(b - b'0') * w).sum();
    format!("GB{body}{:02}", 97 - (sum + 55) % 97)
}

/// Luxembourg VAT number: six digits and them mod 89.
pub fn vat_lu(rng: &mut Rng) -> String {
    let body = rng.digits(6);
    format!("LU{body}{:02}", number(&body) % 89)
}

fn iban(country: &str, bban: &str) -> String {
    format!("{country}{:02}{bban}", 98 - mod97(&format!("{bban}{country}00")))
}

/// Account number and BIC of a French bank, with the RIB key (97 − (89b + 15g + 3c) mod 97).
pub fn account_fr(rng: &mut Rng) -> (String, String) {
    let (bank, bic) = rng.pick(&[
        ("30004", "BNPAFRPP"),
        ("30003", "SOGEFRPP"),
        ("30002", "CRLYFRPP"),
        ("10278", "CMCIFR2A"),
        ("11706", "AGRIFRPP817"),
        ("16807", "CCBPFRPPGRE"),
        ("20041", "PSSTFRPPPAR"),
        ("17515", "CEPAFRPP751"),
    ]);
    let branch = format!("{:05}", rng.range(1, 9999));
    let account = format!("000{}", rng.digits(8));
    let key = 97 - (89 * number(bank) + 15 * number(&branch) + 3 * number(&account)) % 97;
    (iban("FR", &format!("{bank}{branch}{account}{key:02}")), bic.to_owned())
}

/// Belgian account: 3 digits of bank, 7 of account, the ten mod 97 (97 for 0).
pub fn account_be(rng: &mut Rng) -> (String, String) {
    let (bank, bic) = rng.pick(&[
        ("001", "GEBABEBB"),
        ("363", "BBRUBEBB"),
        ("734", "KREDBEBB"),
        ("068", "GKCCBEBB"),
        ("103", "NICABEBB"),
    ]);
    let body = format!("{bank}{}", rng.digits(7));
    (iban("BE", &format!("{body}{:02}", ogm_check(&body))), bic.to_owned())
}

pub fn account_nl(rng: &mut Rng) -> (String, String) {
    let (bank, bic) = rng.pick(&[("INGB", "INGBNL2A"), ("RABO", "RABONL2U"), ("ABNA", "ABNANL2A")]);
    (iban("NL", &format!("{bank}0{}", rng.digits(9))), bic.to_owned())
}

pub fn account_de(rng: &mut Rng) -> (String, String) {
    let (bank, bic) =
        rng.pick(&[("37040044", "COBADEFF"), ("50070010", "DEUTDEFF"), ("66050101", "KARSDE66")]);
    (iban("DE", &format!("{bank}{}", rng.digits(10))), bic.to_owned())
}

pub fn account_lu(rng: &mut Rng) -> (String, String) {
    (iban("LU", &format!("001{}", rng.digits(13))), "BCEELULL".to_owned())
}

fn ogm_check(ten: &str) -> u64 {
    match number(ten) % 97 {
        0 => 97,
        r => r,
    }
}

/// Belgian structured communication `+++ddd/dddd/ddddd+++`: ten digits and them mod 97 (97 for 0).
pub fn structured(rng: &mut Rng) -> String {
    let ten = format!("{:010}", rng.range(1, 9_999_999_999));
    let all = format!("{ten}{:02}", ogm_check(&ten));
    let part = |a: usize, b: usize| all.get(a..b).unwrap_or_default().to_owned();
    format!("+++{}/{}/{}+++", part(0, 3), part(3, 7), part(7, 12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_agree() {
        assert_eq!(vat_fr("443121975"), "FR46443121975");
        assert_eq!(luhn_digit("35600000"), 0);
        assert_eq!(ogm_check("0108068171"), 83);
        assert_eq!(97 - number("04287594") % 97, 97);
        assert_eq!(iban("BE", "539007547034"), "BE68539007547034");
        assert_eq!(iban("FR", "20041010050500013M02606"), "FR1420041010050500013M02606");
    }

    #[test]
    fn drawn_numbers_hold() {
        let mut rng = Rng::new(7);
        for _ in 0..500 {
            let s = siren(&mut rng);
            assert_eq!((s.len(), luhn_digit(&s[..8])), (9, u32::from(s.as_bytes()[8] - b'0')));
            let e = siret(&s, 12);
            assert_eq!((e.len(), luhn_digit(&e[..13])), (14, u32::from(e.as_bytes()[13] - b'0')));
            for (i, _) in [
                account_fr(&mut rng),
                account_be(&mut rng),
                account_nl(&mut rng),
                account_de(&mut rng),
                account_lu(&mut rng),
            ] {
                assert_eq!(mod97(&format!("{}{}", &i[4..], &i[..4])), 1, "{i}");
            }
            let (f, _) = account_fr(&mut rng);
            let part = |a: usize, b: usize| number(&f[a..b]);
            assert_eq!((89 * part(4, 9) + 15 * part(9, 14) + 3 * part(14, 25) + part(25, 27)) % 97, 0);
            let b = vat_be(&mut rng);
            assert_eq!((number(&b[2..10]) + number(&b[10..12])) % 97, 0);
        }
    }
}
