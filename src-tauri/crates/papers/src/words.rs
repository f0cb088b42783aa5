//! The words that papers use for the same thing, in four languages.

use crate::rng::Rng;
use crate::show::Lang;
use crate::truth::{Kind, Pay, Scheme};

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Number,
    IssueDate,
    DueDate,
    Customer,
    CustomerRef,
    OrderRef,
    DeliveryRef,
    BillTo,
    ShipTo,
    Terms,
    Method,
    Reference,
    Description,
    Quantity,
    Unit,
    Price,
    Rebate,
    Amount,
    AmountIncl,
    RateShort,
    Rate,
    Base,
    Vat,
    TotalHt,
    TotalVat,
    TotalTtc,
    Payable,
    Prepaid,
    Deposit,
    Outlays,
    Bank,
    Communication,
    CarriedOver,
    BroughtForward,
    Page,
    VatId,
    Contact,
}

fn list(label: Label, lang: Lang) -> &'static [&'static str] {
    use Label as L;
    use Lang::{De, En, Fr, Nl};
    match (label, lang) {
        (L::Number, Fr) => &[
            "Facture n°",
            "N° facture",
            "N° de facture",
            "Numéro",
            "N° pièce",
            "Facture N°",
            "Réf. facture",
            "Numéro de facture",
            "N° document",
        ],
        (L::Number, Nl) => {
            &["Factuurnummer", "Factuur nr.", "Factuurnr.", "Nummer", "Faktuurnummer", "Onze factuur"]
        }
        (L::Number, De) => &["Rechnungsnummer", "Rechnung Nr.", "Rechnungs-Nr.", "Belegnummer"],
        (L::Number, En) => &["Invoice number", "Invoice No.", "Invoice #", "Number", "Document no."],
        (L::IssueDate, Fr) => &[
            "Date",
            "Date de facture",
            "Date facture",
            "Date d'émission",
            "Émise le",
            "Le",
            "Date de facturation",
            "Date pièce",
        ],
        (L::IssueDate, Nl) => &["Datum", "Factuurdatum", "Faktuurdatum", "Datum factuur"],
        (L::IssueDate, De) => &["Datum", "Rechnungsdatum", "Belegdatum"],
        (L::IssueDate, En) => &["Date", "Invoice date", "Date of issue", "Issued"],
        (L::DueDate, Fr) => &[
            "Échéance",
            "Date d'échéance",
            "À payer avant le",
            "Date limite de paiement",
            "Échéance le",
            "À régler avant le",
            "Echéance",
        ],
        (L::DueDate, Nl) => {
            &["Vervaldatum", "Vervaldag", "Te betalen vóór", "Uiterste betaaldatum", "Te betalen voor"]
        }
        (L::DueDate, De) => &["Fällig am", "Zahlbar bis", "Fälligkeit", "Zahlungsziel"],
        (L::DueDate, En) => &["Due date", "Payment due", "Pay by", "Due on"],
        (L::Customer, Fr) => &["Client", "Destinataire", "Nom du client"],
        (L::Customer, Nl) => &["Klant", "Geadresseerde"],
        (L::Customer, De) => &["Kunde", "Empfänger"],
        (L::Customer, En) => &["Customer", "Client", "Attention"],
        (L::CustomerRef, Fr) => &["N° client", "Code client", "Réf. client", "Compte client", "Votre code"],
        (L::CustomerRef, Nl) => &["Klantnummer", "Klantnr.", "Uw nummer"],
        (L::CustomerRef, De) => &["Kundennummer", "Kunden-Nr.", "Kd.-Nr."],
        (L::CustomerRef, En) => &["Customer no.", "Account number", "Customer ID"],
        (L::OrderRef, Fr) => {
            &["Commande", "Votre commande", "N° commande", "Réf. commande", "Bon de commande"]
        }
        (L::OrderRef, Nl) => &["Uw bestelling", "Bestelbon", "Ordernummer", "Uw referentie"],
        (L::OrderRef, De) => &["Bestellnummer", "Auftrag Nr.", "Ihre Bestellung"],
        (L::OrderRef, En) => &["PO number", "Order no.", "Your reference"],
        (L::DeliveryRef, Fr) => &["Bon de livraison", "BL n°", "N° BL", "Livraison"],
        (L::DeliveryRef, Nl) => &["Leveringsbon", "Pakbon", "Leverbon nr."],
        (L::DeliveryRef, De) => &["Lieferschein", "Lieferschein-Nr."],
        (L::DeliveryRef, En) => &["Delivery note", "Shipment"],
        (L::BillTo, Fr) => &[
            "Facturé à",
            "Adresse de facturation",
            "Client",
            "Facturer à",
            "Destinataire",
            "À l'attention de",
        ],
        (L::BillTo, Nl) => &["Gefactureerd aan", "Facturatieadres", "Klant", "Aan"],
        (L::BillTo, De) => &["Rechnungsempfänger", "Rechnung an", "Kunde"],
        (L::BillTo, En) => &["Bill to", "Billed to", "Invoice to", "Customer"],
        (L::ShipTo, Fr) => &["Livré à", "Adresse de livraison", "Lieu de livraison", "Chantier"],
        (L::ShipTo, Nl) => &["Leveringsadres", "Geleverd aan", "Werf"],
        (L::ShipTo, De) => &["Lieferadresse", "Lieferung an"],
        (L::ShipTo, En) => &["Ship to", "Delivered to"],
        (L::Terms, Fr) => {
            &["Conditions de règlement", "Conditions", "Règlement", "Délai de paiement", "Modalités"]
        }
        (L::Terms, Nl) => &["Betalingsvoorwaarden", "Betalingstermijn", "Betaling"],
        (L::Terms, De) => &["Zahlungsbedingungen", "Zahlung"],
        (L::Terms, En) => &["Payment terms", "Terms"],
        (L::Method, Fr) => &["Mode de règlement", "Mode de paiement", "Moyen de paiement", "Règlement par"],
        (L::Method, Nl) => &["Betaalwijze", "Betaalmethode"],
        (L::Method, De) => &["Zahlungsart", "Zahlungsweise"],
        (L::Method, En) => &["Payment method", "Paid by"],
        (L::Reference, Fr) => &["Réf.", "Référence", "Code", "Code article", "Article"],
        (L::Reference, Nl) => &["Art.", "Artikel", "Code", "Ref."],
        (L::Reference, De) => &["Art.-Nr.", "Artikel", "Pos."],
        (L::Reference, En) => &["Item", "SKU", "Ref."],
        (L::Description, Fr) => &[
            "Désignation",
            "Description",
            "Libellé",
            "Prestation",
            "Désignation des produits ou prestations",
            "Nature",
        ],
        (L::Description, Nl) => &["Omschrijving", "Beschrijving", "Benaming"],
        (L::Description, De) => &["Bezeichnung", "Beschreibung", "Leistung"],
        (L::Description, En) => &["Description", "Details", "Item description"],
        (L::Quantity, Fr) => &["Qté", "Quantité", "Qte", "Nb"],
        (L::Quantity, Nl) => &["Aantal", "Hoev.", "Hoeveelheid"],
        (L::Quantity, De) => &["Menge", "Anz."],
        (L::Quantity, En) => &["Qty", "Quantity", "Units"],
        (L::Unit, Fr) => &["Unité", "U", "Un."],
        (L::Unit, Nl) => &["Eenh.", "Eenheid"],
        (L::Unit, De) => &["Einh.", "ME"],
        (L::Unit, En) => &["Unit", "UoM"],
        (L::Price, Fr) => &["PU HT", "Prix unitaire", "P.U. HT", "Prix unit. HT", "P.U.", "Prix U. HT"],
        (L::Price, Nl) => &["Eenheidsprijs", "Prijs", "Eenh.prijs", "E.P."],
        (L::Price, De) => &["Einzelpreis", "E-Preis", "Preis"],
        (L::Price, En) => &["Unit price", "Price", "Rate"],
        (L::Rebate, Fr) => &["Rem. %", "Remise", "% rem."],
        (L::Rebate, Nl) => &["Korting", "Kort. %"],
        (L::Rebate, De) => &["Rabatt %", "Rab."],
        (L::Rebate, En) => &["Disc. %", "Discount"],
        (L::Amount, Fr) => {
            &["Montant HT", "Total HT", "Montant", "Total ligne HT", "Prix total HT", "Montant H.T."]
        }
        (L::Amount, Nl) => &["Bedrag", "Totaal", "Totaal excl.", "Netto bedrag"],
        (L::Amount, De) => &["Gesamtpreis", "Betrag", "Summe"],
        (L::Amount, En) => &["Amount", "Line total", "Net amount"],
        (L::AmountIncl, Fr) => &["Montant TTC", "Total TTC", "Prix TTC"],
        (L::AmountIncl, Nl) => &["Bedrag incl.", "Totaal incl."],
        (L::AmountIncl, De) => &["Brutto", "Betrag brutto"],
        (L::AmountIncl, En) => &["Amount incl. VAT", "Gross"],
        (L::RateShort, Fr) => &["TVA", "Tx TVA", "% TVA", "T.V.A."],
        (L::RateShort, Nl) => &["BTW", "% btw", "btw"],
        (L::RateShort, De) => &["USt", "MwSt"],
        (L::RateShort, En) => &["VAT", "VAT %", "Tax"],
        (L::Rate, Fr) => &["Taux", "Taux TVA", "% TVA", "Taux de TVA"],
        (L::Rate, Nl) => &["BTW %", "Tarief", "% btw", "BTW-tarief"],
        (L::Rate, De) => &["USt-Satz", "Satz", "MwSt %"],
        (L::Rate, En) => &["Rate", "VAT rate"],
        (L::Base, Fr) => &["Base HT", "Base", "Montant HT", "Base imposable", "Base TVA", "HT"],
        (L::Base, Nl) => &["Basis", "Maatstaf", "Maatstaf van heffing", "Excl. btw", "Netto"],
        (L::Base, De) => &["Netto", "Bemessungsgrundlage", "Nettobetrag"],
        (L::Base, En) => &["Net", "Taxable amount", "Net amount"],
        (L::Vat, Fr) => &["Montant TVA", "TVA", "Mt TVA", "Montant T.V.A."],
        (L::Vat, Nl) => &["BTW-bedrag", "BTW", "Bedrag btw"],
        (L::Vat, De) => &["USt", "Steuerbetrag", "MwSt"],
        (L::Vat, En) => &["VAT", "VAT amount", "Tax amount"],
        (L::TotalHt, Fr) => &[
            "Total HT",
            "Montant HT",
            "Total H.T.",
            "TOTAL HT",
            "Sous-total HT",
            "Total hors taxes",
            "Total net HT",
            "Total HTVA",
            "Montant total HT",
        ],
        (L::TotalHt, Nl) => &[
            "Totaal excl. btw",
            "Subtotaal",
            "Netto",
            "Totaal exclusief BTW",
            "Maatstaf",
            "Bedrag excl. btw",
        ],
        (L::TotalHt, De) => &["Nettobetrag", "Summe netto", "Zwischensumme", "Gesamt netto"],
        (L::TotalHt, En) => &["Subtotal", "Net total", "Total excl. VAT", "Total net"],
        (L::TotalVat, Fr) => {
            &["Total TVA", "TVA", "Montant TVA", "T.V.A.", "TOTAL TVA", "Total T.V.A.", "Montant de la TVA"]
        }
        (L::TotalVat, Nl) => &["Totaal btw", "BTW", "Btw-bedrag", "Bedrag BTW"],
        (L::TotalVat, De) => &["Umsatzsteuer", "MwSt.", "zzgl. USt", "Summe USt"],
        (L::TotalVat, En) => &["VAT", "Total VAT", "Tax"],
        (L::TotalTtc, Fr) => &[
            "Total TTC",
            "Montant TTC",
            "TOTAL T.T.C.",
            "Total T.T.C.",
            "TOTAL TTC",
            "Total toutes taxes comprises",
            "Montant total TTC",
            "Total TVAC",
            "Total général TTC",
        ],
        (L::TotalTtc, Nl) => &[
            "Totaal incl. btw",
            "Totaal",
            "Totaal inclusief BTW",
            "Algemeen totaal",
            "Totaalbedrag",
            "Factuurtotaal",
        ],
        (L::TotalTtc, De) => {
            &["Gesamtbetrag", "Rechnungsbetrag", "Gesamt brutto", "Bruttobetrag", "Endbetrag"]
        }
        (L::TotalTtc, En) => &["Total", "Total incl. VAT", "Invoice total", "Grand total"],
        (L::Payable, Fr) => &[
            "Net à payer",
            "NET À PAYER",
            "À payer",
            "Reste à payer",
            "Solde à régler",
            "Montant à payer",
            "Montant dû",
            "Net à payer TTC",
        ],
        (L::Payable, Nl) => {
            &["Te betalen", "TE BETALEN", "Totaal te betalen", "Nog te betalen", "Saldo te betalen"]
        }
        (L::Payable, De) => &["Zahlbetrag", "Zu zahlen", "Restbetrag", "Offener Betrag"],
        (L::Payable, En) => &["Amount due", "Balance due", "Total due", "To pay"],
        (L::Prepaid, Fr) => {
            &["Acompte versé", "Acompte reçu", "Déjà réglé", "Acompte TTC déduit", "Avance perçue"]
        }
        (L::Prepaid, Nl) => &["Voorschot", "Reeds betaald", "Betaald voorschot"],
        (L::Prepaid, De) => &["Anzahlung", "Bereits gezahlt", "Abzgl. Anzahlung"],
        (L::Prepaid, En) => &["Deposit paid", "Paid to date", "Less: prepaid", "Already paid"],
        (L::Deposit, Fr) => &["Consignes", "Total consignes", "Emballages consignés", "Solde consignes"],
        (L::Deposit, Nl) => &["Leeggoed", "Totaal leeggoed", "Statiegeld"],
        (L::Deposit, De) => &["Pfand", "Pfand gesamt"],
        (L::Deposit, En) => &["Deposit (returnable)", "Container deposit"],
        (L::Outlays, Fr) => &[
            "Débours",
            "Frais et débours non soumis à TVA",
            "Débours (art. 267-II-2° CGI)",
            "Droits et débours",
        ],
        (L::Outlays, _) => &["Voorgeschoten kosten", "Outlays"],
        (L::Bank, Fr) => &["Coordonnées bancaires", "RIB", "Domiciliation", "Banque", "Compte bancaire"],
        (L::Bank, Nl) => &["Bankgegevens", "Rekeningnummer", "Bank"],
        (L::Bank, De) => &["Bankverbindung", "Konto"],
        (L::Bank, En) => &["Bank details", "Payment to"],
        (L::Communication, Nl) => &["Gestructureerde mededeling", "Mededeling", "Met vermelding van", "OGM"],
        (L::Communication, De) => &["Verwendungszweck"],
        (L::Communication, En) => &["Payment reference"],
        (L::Communication, Fr) => {
            &["Communication structurée", "Communication", "En communication", "Communication à rappeler"]
        }
        (L::CarriedOver, Fr) => {
            &["À reporter", "Sous-total à reporter", "A reporter page suivante", "Total à reporter"]
        }
        (L::CarriedOver, Nl) => &["Over te dragen", "Transport"],
        (L::CarriedOver, De) => &["Übertrag"],
        (L::CarriedOver, En) => &["Carried forward"],
        (L::BroughtForward, Fr) => &["Report", "Report page précédente", "Reports"],
        (L::BroughtForward, Nl) => &["Overgedragen", "Transport vorige pagina"],
        (L::BroughtForward, De) => &["Übertrag von Seite"],
        (L::BroughtForward, En) => &["Brought forward"],
        (L::Page, Fr) => &["Page", "Page", "Folio", "p."],
        (L::Page, Nl) => &["Pagina", "Blz.", "Blad"],
        (L::Page, De) => &["Seite", "Blatt"],
        (L::Page, En) => &["Page"],
        (L::VatId, Fr) => &[
            "N° TVA",
            "TVA intracom.",
            "TVA intracommunautaire",
            "N° TVA intracommunautaire",
            "TVA",
            "Identifiant TVA",
        ],
        (L::VatId, Nl) => &["BTW-nummer", "BTW", "Btw nr.", "Ondernemingsnummer"],
        (L::VatId, De) => &["USt-IdNr.", "USt-ID"],
        (L::VatId, En) => &["VAT number", "VAT Reg. No.", "VAT ID"],
        (L::Contact, Fr) => &["Votre contact", "Affaire suivie par", "Interlocuteur", "Vendeur"],
        (L::Contact, Nl) => &["Contactpersoon", "Verkoper"],
        (L::Contact, De) => &["Ansprechpartner", "Bearbeiter"],
        (L::Contact, En) => &["Contact", "Account manager"],
    }
}

pub fn label(rng: &mut Rng, label: Label, lang: Lang) -> &'static str {
    rng.pick(list(label, lang))
}

/// Commercial papers that are no entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Doc {
    /// What its kind says.
    #[default]
    Entry,
    Quote,
    Order,
    Delivery,
    ProForma,
}

/// Title of a commercial paper and the label of its number; none for an entry.
pub fn commercial(rng: &mut Rng, doc: Doc, lang: Lang) -> Option<(&'static str, &'static str)> {
    use Lang::{De, En, Fr, Nl};
    let list: &[(&'static str, &'static str)] = match (doc, lang) {
        (Doc::Entry, _) => return None,
        (Doc::Quote, Fr) => &[
            ("DEVIS", "Devis n°"),
            ("Devis", "N° devis"),
            ("OFFRE DE PRIX", "Offre n°"),
            ("Proposition commerciale", "Référence"),
        ],
        (Doc::Quote, Nl) => &[("OFFERTE", "Offertenummer"), ("Prijsofferte", "Offerte nr.")],
        (Doc::Quote, De) => &[("ANGEBOT", "Angebot Nr.")],
        (Doc::Quote, En) => &[("QUOTE", "Quote no."), ("Estimate", "Estimate #")],
        (Doc::Order, Fr) => {
            &[("BON DE COMMANDE", "Commande n°"), ("Confirmation de commande", "N° commande")]
        }
        (Doc::Order, Nl) => &[("BESTELBON", "Bestelbon nr."), ("Orderbevestiging", "Ordernummer")],
        (Doc::Order, De) => &[("AUFTRAGSBESTÄTIGUNG", "Auftrag Nr.")],
        (Doc::Order, En) => &[("PURCHASE ORDER", "PO number")],
        (Doc::Delivery, Fr) => &[("BON DE LIVRAISON", "BL n°"), ("Bordereau de livraison", "N° BL")],
        (Doc::Delivery, Nl) => &[("LEVERINGSBON", "Leveringsbon nr."), ("Pakbon", "Nummer")],
        (Doc::Delivery, De) => &[("LIEFERSCHEIN", "Lieferschein-Nr.")],
        (Doc::Delivery, En) => &[("DELIVERY NOTE", "Delivery no."), ("Packing slip", "Shipment")],
        (Doc::ProForma, Fr) => &[("FACTURE PRO FORMA", "Pro forma n°"), ("Facture proforma", "N°")],
        (Doc::ProForma, Nl) => &[("PRO-FORMAFACTUUR", "Nummer")],
        (Doc::ProForma, De) => &[("PROFORMARECHNUNG", "Nr.")],
        (Doc::ProForma, En) => &[("PRO FORMA INVOICE", "Reference")],
    };
    Some(rng.pick(list))
}

/// The big word at the top.
pub fn title(rng: &mut Rng, kind: Kind, lang: Lang) -> &'static str {
    use Lang::{De, En, Fr, Nl};
    rng.pick(match (kind, lang) {
        (Kind::CreditNote, Fr) => &["AVOIR", "Avoir", "FACTURE D'AVOIR", "NOTE DE CRÉDIT", "Note de crédit"],
        (Kind::CreditNote, Nl) => &["CREDITNOTA", "Creditnota", "Kredietnota"],
        (Kind::CreditNote, De) => &["GUTSCHRIFT", "Rechnungskorrektur", "Gutschrift"],
        (Kind::CreditNote, En) => &["CREDIT NOTE", "Credit note"],
        (Kind::CommissionStatement, Fr) => {
            &["RELEVÉ DE COMMISSIONS", "Bordereau de commissions", "Décompte de commissions"]
        }
        (Kind::CommissionStatement, _) => &["COMMISSIEAFREKENING", "Commissiestaat"],
        (Kind::ExpenseReport, Fr) => {
            &["NOTE DE FRAIS", "Note de frais", "État de frais", "Remboursement de frais"]
        }
        (Kind::ExpenseReport, _) => &["ONKOSTENNOTA", "Onkostenstaat"],
        (_, Fr) => &["FACTURE", "Facture", "FACTURE", "Facture de vente", "F A C T U R E"],
        (_, Nl) => &["FACTUUR", "Factuur", "Verkoopfactuur"],
        (_, De) => &["RECHNUNG", "Rechnung"],
        (_, En) => &["INVOICE", "Invoice", "Tax invoice"],
    })
}

pub fn method(rng: &mut Rng, pay: Pay, lang: Lang) -> &'static str {
    use Lang::{De, En, Fr, Nl};
    rng.pick(match (pay, lang) {
        (Pay::Card, Fr) => &["Carte bancaire", "CB", "carte bancaire", "Carte bleue"],
        (Pay::Card, Nl) => &["Bancontact", "Bankkaart", "Kredietkaart"],
        (Pay::Card, De) => &["Kreditkarte", "EC-Karte"],
        (Pay::Card, En) => &["Card", "Credit card", "Visa"],
        (Pay::Transfer, Fr) => {
            &["Virement", "virement bancaire", "Virement bancaire", "VIREMENT", "Virement SEPA"]
        }
        (Pay::Transfer, Nl) => &["Overschrijving", "overschrijving"],
        (Pay::Transfer, De) => &["Überweisung", "Banküberweisung"],
        (Pay::Transfer, En) => &["Bank transfer", "Wire transfer"],
        (Pay::DirectDebit, Fr) => {
            &["Prélèvement", "prélèvement SEPA", "Prélèvement automatique", "PRELEVEMENT"]
        }
        (Pay::DirectDebit, Nl) => &["Domiciliëring", "Automatische incasso"],
        (Pay::DirectDebit, De) => &["SEPA-Lastschrift", "Lastschrift"],
        (Pay::DirectDebit, En) => &["Direct debit"],
        (Pay::Cheque, Fr) => &["Chèque", "chèque bancaire", "CHEQUE"],
        (Pay::Cheque, _) => &["Cheque"],
        (Pay::Cash, Fr) => &["Espèces", "ESPECES", "Comptant espèces"],
        (Pay::Cash, Nl) => &["Contant", "Cash"],
        (Pay::Cash, De) => &["Bar"],
        (Pay::Cash, En) => &["Cash"],
        (Pay::MealVoucher, Fr) => &["Titre restaurant", "Ticket restaurant"],
        (Pay::MealVoucher, _) => &["Maaltijdcheque"],
    })
}

/// The legal mention of a scheme; empty for the ordinary one.
pub fn mention(rng: &mut Rng, scheme: Scheme, lang: Lang, belgian: bool) -> &'static str {
    use Lang::{De, En, Fr, Nl};
    rng.pick(match (scheme, lang, belgian) {
        (Scheme::Standard, ..) => &[""],
        (Scheme::ReverseCharge, Fr, false) => &["Autoliquidation - TVA due par le preneur, art. 283-2 nonies du CGI", "Autoliquidation de la TVA (art. 283, 2 nonies CGI)", "Autoliquidation"],
        (Scheme::ReverseCharge, Fr, true) => &["Autoliquidation - TVA due par le cocontractant, art. 20 A.R. n° 1", "Autoliquidation"],
        (Scheme::ReverseCharge, Nl, true) => &["Btw verlegd - verlegging van heffing, art. 20 KB nr. 1", "BTW te voldoen door de medecontractant"],
        (Scheme::ReverseCharge, Nl, false) => &["BTW verlegd", "Btw verlegd naar afnemer, art. 196 Richtlijn 2006/112/EG"],
        (Scheme::ReverseCharge, De, _) => &["Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge)", "Reverse Charge - Steuerschuldnerschaft des Leistungsempfängers"],
        (Scheme::ReverseCharge, En, _) => &["Reverse charge - VAT to be accounted for by the recipient, art. 196 Directive 2006/112/EC", "VAT reverse charged"],
        (Scheme::Intracom, Fr, _) => &["Exonération de TVA, livraison intracommunautaire, art. 262 ter I du CGI", "Livraison intracommunautaire exonérée - article 138 de la directive 2006/112/CE"],
        (Scheme::Intracom, Nl, _) => &["Intracommunautaire levering, vrijgesteld van btw - art. 39bis WBTW", "Intracommunautaire levering vrijgesteld - art. 138 Richtlijn 2006/112/EG"],
        (Scheme::Intracom, De, _) => &["Steuerfreie innergemeinschaftliche Lieferung gem. § 4 Nr. 1b UStG"],
        (Scheme::Intracom, En, _) => &["Intra-Community supply, VAT exempt - art. 138 Directive 2006/112/EC"],
        (Scheme::Exempt, Fr, false) => &["TVA non applicable, art. 293 B du CGI", "TVA non applicable - article 293 B du CGI", "Exonération de TVA, art. 261-4-4° du CGI"],
        (Scheme::Exempt, Fr, true) => &["Petite entreprise soumise au régime de la franchise de taxe. TVA non applicable.", "Régime particulier de franchise des petites entreprises"],
        (Scheme::Exempt, Nl, _) => &["Kleine onderneming onderworpen aan de vrijstellingsregeling van belasting. Btw niet toepasselijk."],
        (Scheme::Exempt, De, _) => &["Kein Ausweis von Umsatzsteuer, da Kleinunternehmer gemäß § 19 UStG"],
        (Scheme::Exempt, En, _) => &["VAT exempt supply"],
        (Scheme::Export, En, _) => &["Outside the scope of UK VAT", "Zero-rated export of services", "No VAT charged: customer outside the UK"],
        (Scheme::Export, ..) => &["Exonération de TVA, exportation, art. 262 I du CGI"],
    })
}

pub const SLOGANS_FR: [&str; 12] = [
    "Merci de votre confiance !",
    "Votre partenaire depuis 1987",
    "Ouvert du mardi au samedi, 8 h 30 - 12 h / 14 h - 19 h",
    "Pensez à nos nouveautés de saison.",
    "Retrouvez-nous sur notre site.",
    "Tous nos prix s'entendent franco à partir de 250 € HT",
    "Suivez-nous sur les réseaux sociaux",
    "Le service après-vente : 09 70 80 90 00 (prix d'un appel local)",
    "Fermeture annuelle du 3 au 24 août",
    "Document à conserver 10 ans.",
    "Entreprise certifiée ISO 9001:2015",
    "Votre avis nous intéresse.",
];
pub const SLOGANS_NL: [&str; 5] = [
    "Bedankt voor uw vertrouwen!",
    "Open van maandag tot vrijdag, 8u30 - 18u00",
    "Uw partner sinds 1974",
    "Volg ons op sociale media",
    "Gesloten op zon- en feestdagen",
];
pub const SLOGANS_DE: [&str; 3] =
    ["Vielen Dank für Ihren Auftrag!", "Öffnungszeiten Mo-Fr 8:00 - 17:00 Uhr", "Qualität seit 1962"];
pub const SLOGANS_EN: [&str; 3] =
    ["Thank you for your business!", "Questions? Write to our support team.", "Trusted by 4,000 teams"];

pub fn slogan(rng: &mut Rng, lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => rng.pick(&SLOGANS_FR),
        Lang::Nl => rng.pick(&SLOGANS_NL),
        Lang::De => rng.pick(&SLOGANS_DE),
        Lang::En => rng.pick(&SLOGANS_EN),
    }
}
