//! Under which scheme of VAT a document stands: the mentions that the law requires.

use liasse_domain::VatScheme;

use super::text::Sheet;

/// Mentions, folded, of each scheme, the most telling first: CGI art. 262 ter I, 283-2, 283-2 nonies, 262 I, 261,
/// 293 B; CTVA art. 39, 39bis, 44, 56bis and AR no 1 art. 20; UStG § 4, 13b, 19; Directive 2006/112/EC art. 138, 146, 194, 196.
const MENTIONS: &[(VatScheme, &[&str])] = &[
    (VatScheme::Intracom, &[
        "262 ter", "livraison intracommunautaire", "livraisons intracommunautaires", "39 bis", "39bis", "art 138", "article 138", "artikel 138", "intracommunautaire levering", "intracommunautaire leveringen", "innergemeinschaftliche lieferung", "innergemeinschaftlichen lieferung", "steuerfreie innergemeinschaftliche", "intra community supply", "intracommunity supply", "intra community delivery", "4 no 1b ustg", "4 no 1 b ustg", "acquisition intracommunautaire", "exoneration intracommunautaire", "intra eu supply",
    ]),
    (VatScheme::ReverseCharge, &[
        "autoliquidation", "auto liquidation", "autoliquidee", "283 2", "283 2 nonies", "283 1", "btw verlegd", "verlegging van heffing", "verlegging", "heffing verlegd", "reverse charge", "reverse charged", "vat reverse", "steuerschuldnerschaft", "cocontractant", "co contractant", "medecontractant", "tva due par le preneur", "taxe due par le preneur", "tva due par le client", "tva a acquitter par le preneur", "13b ustg", "13 b ustg", "art 196", "article 196", "artikel 196", "art 194", "article 194", "btw te voldoen door", "verlegd", "tva due par le cocontractant", "art 20 ar", "article 20 de l ar", "report de perception", "prestation de services intracommunautaire", "prestation intracommunautaire",
    ]),
    (VatScheme::Export, &[
        "262 i", "262 1", "exportation", "export hors ue", "exonere export", "outside scope", "outside the scope", "outside eu", "art 146", "article 146", "artikel 146", "ausfuhrlieferung", "ausfuhr", "uitvoer", "hors union europeenne", "zero rated export", "export of goods", "export zero rated", "art 39 ctva", "article 39 du code", "art 39 1", "259 1", "259 b", "not subject to vat", "no vat applicable", "nicht steuerbar", "not subject to french vat", "export sale", "exempt export", "zero rated", "no vat charged",
    ]),
    (VatScheme::Exempt, &[
        "293 b", "tva non applicable", "exonere de tva", "exoneree de tva", "exoneres de tva", "exonerees de tva", "exoneration de tva", "exonere de t v a", "operation exoneree", "exonere en vertu", "exoneree en vertu", "art 261", "article 261", "261 c", "261 4", "261 d", "art 44", "article 44", "artikel 44", "art 56", "article 56", "56bis", "56 bis", "kleinunternehmer", "19 ustg", "4 ustg", "vrijgesteld van btw", "btw vrijgesteld", "vrijgesteld", "vrijstelling", "vat exempt", "exempt from vat", "franchise en base", "franchise de taxe", "regime de la franchise", "regime particulier de franchise", "regime de franchise", "non assujetti", "non assujettie", "steuerfrei", "steuerbefreit", "umsatzsteuerfrei", "bijzondere vrijstellingsregeling", "kleine onderneming", "petite entreprise soumise au regime", "taxe non applicable", "tva exoneree", "exempt de tva", "exempte de tva", "sans tva", "non soumis a la tva", "non soumise a la tva",
    ]),
];

/// A mention that was found.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// The scheme.
    pub scheme: VatScheme,
    /// Run where it stands.
    pub run: usize,
    /// Whether mentions of another scheme stand beside it.
    pub contested: bool,
}

/// The mention of a scheme without tax. Pages of small print are passed over: conditions name every article.
pub fn find(sheet: &Sheet) -> Option<Mention> {
    let mut found: Vec<(VatScheme, usize)> = Vec::new();
    for frame in &sheet.frames {
        let words: usize = frame.rows.clone().filter_map(|row| sheet.rows.get(row)).map(|row| row.tokens.len()).sum();
        if words > 700 {
            continue;
        }
        for row in frame.rows.clone() {
            let Some(runs) = sheet.rows.get(row).and_then(|row| sheet.runs.get(row.runs.clone())) else { continue };
            for (offset, run) in runs.iter().enumerate() {
                let index = sheet.rows.get(row).map_or(0, |row| row.runs.start) + offset;
                // A mention may wrap onto the next row.
                let next = sheet
                    .rows
                    .get(row + 1)
                    .and_then(|next| sheet.runs.get(next.runs.clone()))
                    .and_then(|runs| runs.iter().find(|other| (other.x0 - run.x0).abs() < 12.0))
                    .map_or("", |other| other.fold.as_str());
                let text = format!(" {} {next} ", run.fold);
                for (scheme, mentions) in MENTIONS {
                    let hit = mentions.iter().any(|mention| {
                        text.find(&format!(" {mention} ")).is_some_and(|at| at <= run.fold.len())
                    });
                    if hit && !found.iter().any(|(s, _)| s == scheme) {
                        found.push((*scheme, index));
                    }
                }
            }
        }
    }
    let order = MENTIONS.iter().map(|(scheme, _)| scheme);
    let (scheme, run) = order.into_iter().find_map(|scheme| found.iter().find(|(s, _)| s == scheme))?;
    Some(Mention { scheme: *scheme, run: *run, contested: found.len() > 1 })
}
