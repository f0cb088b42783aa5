//! The words of the trade in French, Dutch, German and English, folded (lower case, no accents, cut at punctuation).

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concept {
    /// Total with tax.
    Ttc,
    /// Total without tax, or the base of a tax.
    Ht,
    /// Tax.
    Vat,
    /// To be paid.
    Due,
    /// A total that does not say of what.
    Total,
    /// Already paid.
    Prepaid,
    /// Deposits on packaging.
    Deposit,
    /// Expenses passed on, outside the scope of tax.
    Outlay,
    /// A total carried from or to another page.
    Carried,
    /// A reduction, a charge, a rounding: part of the arithmetic, no total.
    Adjustment,
    /// An amount of something else: capital, a penalty, a balance of before.
    Foreign,
    /// The document's number.
    Number,
    /// Another document's number, a customer's code.
    OtherNumber,
    /// Reference of the order.
    Order,
    /// Date of issue.
    Issued,
    /// Due date.
    DueDate,
    /// Another date: delivery, order, period.
    OtherDate,
    /// Any date.
    Date,
    /// Terms of payment.
    Terms,
    /// The customer's block.
    Customer,
    /// The place of delivery.
    Delivery,
    /// The supplier's block.
    Supplier,
    /// IBAN.
    Iban,
    /// BIC.
    Bic,
    /// SIREN, SIRET, RCS.
    Siren,
    /// A VAT or enterprise number.
    VatNumber,
    /// Telephone, fax.
    Phone,
    /// Column: what was sold.
    Designation,
    /// Column: code of an article.
    Article,
    /// Column: quantity.
    Quantity,
    /// Column: unit.
    Unit,
    /// Column: price of one.
    UnitPrice,
    /// Column: amount of a line.
    LineAmount,
    /// Column: rate of tax.
    Rate,
    /// Column: discount.
    Discount,
}

use Concept::*;

/// Phrases of each concept with how strongly they announce it (0 to 1).
pub const LEXICON: &[(Concept, f32, &[&str])] = &[
    (Ttc, 1.0, &[
        "total ttc", "totaux ttc", "montant total ttc", "montant ttc", "total general ttc", "total facture ttc",
        "total de la facture ttc", "total net ttc", "net ttc", "total t t c", "prix total ttc", "total toutes taxes comprises",
        "total tvac", "montant tvac", "total tva comprise", "total tva incluse", "total tva inclus", "montant tva comprise", "tvac", "total tvac a payer",
        "total ttc a payer", "total ttc a regler", "total a payer ttc", "net a payer ttc", "montant ttc a payer", "total avoir ttc", "montant total de l avoir ttc",
        "net a vous regler ttc", "total ttc eur", "total ttc euros", "total ttc en euros", "ttc a payer", "prix de la course ttc", "somme ttc",
        "totaal incl btw", "totaal inclusief btw", "totaal incl", "totaalbedrag incl btw", "bedrag incl btw", "totaal bedrag incl btw", "totaal btw inbegrepen", "totaal btw incl", "incl btw", "inclusief btw",
        "gesamtbetrag brutto", "bruttobetrag", "gesamt brutto", "gesamtbetrag inkl mwst", "summe brutto", "brutto gesamt", "rechnungsbetrag brutto", "gesamtsumme brutto",
        "total incl vat", "total including vat", "total inc vat", "total vat included", "total with vat", "gross total", "gross amount", "total gross", "amount incl vat", "total incl tax",
    ]),
    (Ttc, 0.85, &[
        "ttc", "t t c", "montant total", "total general", "total facture", "total de la facture", "montant de la facture", "total de l avoir", "montant de l avoir", "montant facture",
        "factuurtotaal", "nota totaal", "eindtotaal", "totaalbedrag", "factuurbedrag", "totaal factuur", "totaal generaal", "algemeen totaal", "totaal bedrag", "totaal te voldoen",
        "gesamtbetrag", "rechnungsbetrag", "endbetrag", "gesamtsumme", "endsumme", "rechnungssumme", "gesamt inkl mwst", "brutto", "inkl mwst", "inkl ust", "gutschriftsbetrag", "rechnungstotal",
        "grand total", "invoice total", "total amount", "total invoice", "total charged", "amount charged", "credit total", "invoice amount", "order total",
    ]),
    (Ht, 1.0, &[
        "total ht", "totaux ht", "montant total ht", "total net ht", "total general ht", "montant net ht", "total h t", "net ht", "total hors taxes", "total hors taxe", "montant hors taxes", "montant hors taxe", "total hors tva", "montant hors tva",
        "total htva", "montant htva", "total commissions ht", "total honoraires ht", "sous total ht", "total brut ht", "total prestations ht", "net commercial", "net commercial ht", "total ht net", "total ht apres remise", "total ht eur", "total avoir ht", "total facture ht",
        "totaal excl btw", "totaal exclusief btw", "totaal excl", "bedrag excl btw", "totaalbedrag excl btw", "subtotaal excl btw", "subtotaal exclusief btw", "totaal zonder btw", "netto totaal", "totaal netto",
        "nettobetrag", "summe netto", "gesamt netto", "netto gesamt", "gesamtbetrag netto", "zwischensumme netto", "nettosumme", "rechnungsbetrag netto", "gesamtsumme netto", "summe ohne mwst",
        "total excl vat", "total excluding vat", "total ex vat", "net total", "total net", "net amount", "subtotal excl vat", "total before tax", "taxable amount", "total without vat", "amount excl vat",
    ]),
    (Ht, 0.85, &[
        "ht", "h t", "htva", "hors taxes", "hors taxe", "hors tva", "montant ht", "base ht", "base imposable", "base taxable", "base hors tva", "base htva", "base tva", "bases ht", "base d imposition", "base", "montant de base", "sous total", "assiette", "valeur ht", "total net", "net",
        "excl btw", "exclusief btw", "maatstaf van heffing", "maatstaf", "subtotaal", "grondslag", "btw grondslag", "netto", "netto bedrag", "belastbaar bedrag", "basis", "zonder btw", "basisbedrag",
        "zwischensumme", "warenwert", "nettowert", "netto betrag", "bemessungsgrundlage", "summe",
        "subtotal", "sub total", "taxable", "vat base", "net value", "excl vat", "ex vat",
    ]),
    (Vat, 1.0, &[
        "total tva", "montant tva", "montant total tva", "montant de la tva", "total t v a", "total de la tva", "dont tva", "tva totale", "totaux tva", "total taxes", "dont t v a", "tva acquittee",
        "totaal btw", "btw bedrag", "bedrag btw", "totaal btw bedrag", "waarvan btw",
        "mehrwertsteuer", "umsatzsteuer", "mwst betrag", "zzgl mwst", "zzgl ust", "enthaltene mwst", "steuerbetrag", "zzgl umsatzsteuer", "zzgl mehrwertsteuer", "gesamt mwst", "ust betrag", "enthaltene umsatzsteuer", "summe mwst", "darin enthaltene mwst",
        "total vat", "vat amount", "vat total", "amount of vat", "total tax", "sales tax", "tax total", "tax amount",
    ]),
    (Vat, 0.85, &["tva", "t v a", "btw", "mwst", "ust", "vat", "tax", "tva a", "btw over", "taxe", "steuer", "montant taxe", "taxes", "mt tva"]),
    (Due, 1.0, &[
        "net a payer", "reste a payer", "reste du", "solde a payer", "montant a payer", "total a payer", "net a regler", "reste a regler", "solde a regler", "montant a regler", "total a regler", "montant total a regler", "montant total a payer", "solde du", "net a vous regler", "montant a rembourser", "net a deduire", "a rembourser", "net a rembourser", "total a rembourser",
        "montant du", "total du", "somme a payer", "somme due", "net a votre credit", "solde en notre faveur", "a votre credit", "net en votre faveur", "solde restant du", "montant preleve", "montant a prelever", "net du", "montant restant du", "solde",
        "te betalen", "totaal te betalen", "nog te betalen", "te betalen bedrag", "te betalen saldo", "bedrag te betalen", "openstaand bedrag", "openstaand saldo", "saldo te betalen", "te voldoen", "te ontvangen", "terug te betalen", "saldo",
        "zu zahlen", "zahlbetrag", "zahlungsbetrag", "zu zahlender betrag", "noch zu zahlen", "offener betrag", "restbetrag", "falliger betrag", "zahlbarer betrag", "zu uberweisen", "auszahlungsbetrag", "erstattungsbetrag",
        "amount due", "balance due", "total due", "amount payable", "total payable", "balance", "to pay", "please pay", "due amount", "outstanding amount", "amount to pay", "total to pay", "amount outstanding", "amount refunded", "total refund",
    ]),
    (Due, 0.7, &["a payer", "a regler", "payable"]),
    (Total, 0.7, &["total", "totaux", "totaal", "gesamt", "total eur", "totaal eur", "total euros", "total gbp", "total usd", "total chf", "summe eur", "tot", "total euro", "totaal euro", "total achat", "total achats", "total vente", "total ticket", "montant", "bedrag", "betrag", "amount", "montant eur", "montant reel", "somme"]),
    (Prepaid, 1.0, &[
        "acompte verse", "acomptes verses", "acompte recu", "acompte deduit", "deja paye", "deja regle", "montant deja regle", "montant deja paye", "montant regle", "deja verse", "acompte paye", "a deduire acompte", "moins acompte", "deduction acompte", "deduction d acompte", "acompte deja verse", "reglement recu", "avance recue", "acompte deja regle", "paiement recu", "paiements recus", "reglements recus", "acompte facture", "provision versee", "provisions versees", "montant verse",
        "reeds betaald", "betaald voorschot", "ontvangen voorschot", "voorschot betaald", "al betaald", "reeds voldaan", "min voorschot", "reeds ontvangen", "aanbetaling", "betaald bedrag",
        "bereits gezahlt", "bereits bezahlt", "geleistete anzahlung", "abzgl anzahlung", "abzuglich anzahlung", "erhaltene anzahlung", "anzahlung erhalten", "bereits erhalten", "bereits geleistet",
        "amount paid", "already paid", "payments received", "payment received", "deposit paid", "deposit received", "less deposit", "prepayment", "paid to date", "paid amount", "less payment", "advance paid", "down payment",
    ]),
    (Prepaid, 0.7, &["acompte", "acomptes", "avance", "arrhes", "voorschot", "voorschotten", "anzahlung", "prepaid", "paid", "betaald", "regle", "paye", "gezahlt", "bezahlt"]),
    (Deposit, 1.0, &[
        "consigne", "consignes", "total consignes", "total consigne", "consignation", "consignations", "montant consignes", "deconsigne", "deconsignes", "deconsignation", "deconsignations", "solde emballages", "solde consignes", "total emballages", "emballages consignes", "solde consignations", "total consignations", "emballages", "vidanges", "total vidanges", "solde vidanges", "consigne nette",
        "leeggoed", "totaal leeggoed", "saldo leeggoed", "statiegeld", "totaal statiegeld", "saldo statiegeld", "waarborg leeggoed", "waarborgen", "emballage", "saldo emballage",
        "pfand", "pfandsaldo", "leergut", "summe pfand", "pfand gesamt", "leergutsaldo", "returnable packaging", "packaging deposit", "bottle deposit", "container deposit", "deposits total", "total deposits",
    ]),
    (Outlay, 1.0, &["debours", "non soumis a tva", "non soumis a la tva", "hors champ de tva", "hors champ tva", "hors champ d application de la tva", "timbre fiscal", "timbres fiscaux", "frais avances", "disbursements", "disbursement", "voorgeschoten kosten", "verauslagte kosten", "durchlaufende posten", "auslagen", "droits de timbre", "taxe de sejour", "verblijfsbelasting", "city tax", "kurtaxe"]),
    (Carried, 1.0, &[
        "a reporter", "report", "total a reporter", "reporter", "total page", "sous total page", "report page precedente", "montant a reporter", "total reporte", "report de la page", "report a nouveau", "sous total a reporter", "cumul page", "transport", "a reporter page suivante", "total de la page", "sous total de la page",
        "over te dragen", "overdracht", "overgedragen", "overgenomen", "meegenomen", "transport vorige pagina", "te transporteren", "over te brengen", "overgebracht", "transporteren", "subtotaal pagina",
        "ubertrag", "uebertrag", "zwischensumme seite", "seitensumme",
        "carried forward", "brought forward", "carry over", "carried over", "page total", "page subtotal", "balance forward", "continued",
    ]),
    (Adjustment, 1.0, &[
        "remise", "remises", "rabais", "ristourne", "escompte", "frais de port", "port", "transport ht", "frais de gestion", "arrondi", "eco participation", "eco contribution", "frais de livraison", "remise globale", "remise commerciale", "remise exceptionnelle", "total brut", "participation", "rendu", "rendu monnaie", "monnaie rendue", "especes recues", "recu", "pourboire",
        "korting", "afronding", "verzendkosten", "transportkosten", "contant ontvangen", "wisselgeld", "terug", "ontvangen",
        "rabatt", "skonto", "versand", "versandkosten", "rundung", "gegeben", "ruckgeld", "rueckgeld",
        "discount", "shipping", "rounding", "delivery charge", "handling", "change", "cash tendered", "tendered", "tip", "taux", "prix moyen",
    ]),
    (Foreign, 1.0, &[
        "capital", "au capital de", "capital social", "capital de", "indemnite forfaitaire", "indemnite", "penalites", "frais de recouvrement", "solde anterieur", "ancien solde", "solde precedent", "nouveau solde", "kapitaal", "maatschappelijk kapitaal", "vorig saldo", "stammkapital", "share capital", "previous balance", "plafond", "franchise", "schadevergoeding", "mindestbetrag",
        "economies", "vous economisez", "points", "cumul annuel", "conso", "index", "marchandises non reglees", "encours", "chiffre d affaires", "ca encaisse", "ca encaisse ht", "ca ht", "ca ttc", "total ventes", "ventes", "ventes brutes", "ventes ttc", "montant des ventes", "omzet", "umsatz", "gross sales", "montant de la garantie", "valeur assuree",
    ]),
    (Number, 1.0, &[
        "facture no", "no facture", "no de facture", "no de la facture", "facture no de", "facture d avoir no", "avoir no", "no avoir", "no d avoir", "no de l avoir", "note de credit no", "no note de credit", "no de note de credit", "facture n", "avoir n", "note d honoraires no", "facture d honoraires no", "facture d acompte no", "facture de solde no", "reference facture", "ref facture", "reference de facture", "facture reference", "facture ref", "facture #", "avis no", "avis d echeance no", "appel de loyer no", "quittance no", "ticket no", "no ticket", "no de ticket", "ticket", "note no", "recu no", "no recu", "no de recu", "releve no", "bordereau no", "no bordereau", "valant facture no", "decompte no", "facturette no", "note de frais no", "no note de frais", "no piece", "piece no", "no de piece", "no du document", "no de document", "document no", "no document", "facture simplifiee no", "facture proforma no", "appel no", "bon de caisse no", "no de transaction", "facture electronique no", "facture definitive no", "situation no", "addition no", "commande no ticket", "note de debit no", "facture rectificative no", "no quittance", "ticket #",
        "factuurnummer", "faktuurnummer", "faktuur no", "kredietnota no", "kredietnota", "nummer kredietnota", "creditnr", "factuur no", "factuur nr", "no factuur", "factuurnr", "creditnota no", "creditnotanummer", "creditnota nr", "creditfactuur no", "creditfactuurnummer", "kasticket no", "ticketnummer", "ticketnr", "bonnummer", "bonnr", "bon no", "bonno", "kassabon no", "factuur #", "documentnummer", "documentnr", "document nr", "onkostennota no", "no creditnota", "factuurreferentie", "nota no", "notanummer",
        "rechnungsnummer", "rechnungsnr", "rechnung no", "rechnungs no", "rechnung nr", "rechnungs nr", "gutschriftsnummer", "gutschrift no", "gutschriftnummer", "gutschrifts no", "gutschriftsnr", "gutschrift nr", "belegnummer", "belegnr", "beleg no", "belegno", "rechnung #", "bon nr", "beleg nr", "re nr", "re no", "rechnungsno", "belegno", "dokumentnummer", "quittung no", "bewirtungsbeleg no", "stornorechnung no",
        "invoice no", "invoice #", "invoice id", "invoice ref", "invoice reference", "credit note no", "credit note #", "credit memo no", "credit memo #", "receipt no", "receipt #", "bill no", "statement no", "document #", "tax invoice no", "vat invoice no", "inv no", "reference no", "our invoice", "credit no", "creditnote no", "folio no",
    ]),
    (Number, 0.6, &["facture", "invoice", "factuur", "rechnung", "avoir", "note de credit", "creditnota", "gutschrift", "credit note", "note d honoraires", "facture d honoraires", "no", "numero de", "tax invoice", "avis d echeance", "creditfactuur", "kasticket", "quittance", "credit memo", "#", "reference", "nos references", "nos ref", "notre reference", "notre ref", "ons kenmerk", "onze referentie", "unser zeichen", "our reference", "our ref", "recu", "note"]),
    (OtherNumber, 1.0, &[
        "no client", "client no", "code client", "no de client", "ref client", "reference client", "votre reference", "votre ref", "vos ref", "vos references", "compte client", "no compte", "no de compte", "compte no", "identifiant client", "no de contrat", "contrat no", "contrat", "no contrat", "ref contrat", "no de police", "police no", "bon de livraison", "bon de livraison no", "bl no", "no bl", "bl", "no de bl", "bon no livraison", "no de serie", "devis no", "no devis", "devis", "no affaire", "affaire", "chantier", "dossier no", "no dossier", "no de dossier", "dossier", "no adherent", "mandat", "rum", "reference mandat", "reference unique de mandat", "ics", "no ics", "identifiant creancier", "no de mandat", "facture d origine", "facture d origine no", "facture initiale", "facture initiale no", "sur facture", "sur facture no", "relatif a la facture", "relative a la facture", "relatif a la facture no", "relative a la facture no", "concerne la facture", "concerne facture", "annule la facture", "correspondant a la facture", "facture concernee", "avoir sur facture", "avoir sur facture no", "facture rectifiee", "ref facture origine", "suite a facture", "bail", "bail commercial ref", "ref bail", "lot", "table", "caisse", "caissier", "tel", "pompe", "couverts", "serveur", "autorisation", "no auto", "no autorisation", "terminal", "tpe", "aid", "no commercant", "licence", "licence no", "no licence", "immatriculation", "agrement", "agrement no", "no agrement", "plaque", "naf", "ape", "code ape", "code naf", "rcs", "rm", "no tva", "siret", "siren", "matricule", "no employe", "tva", "numero fiscal", "compteur", "no de compteur", "pdl", "point de livraison", "abonnement", "ean", "gtin", "code article", "reference article", "no colis", "suivi", "lettre de voiture", "recepisse", "expedition no", "no expedition", "tournee", "poste", "entrepositaire agree", "ordre no", "numero d ordre", "page", "feuillet", "folio", "transaction", "operateur", "vendeur", "representant", "code", "garantie",
        "klantnummer", "klantnr", "klant no", "klantcode", "uw referentie", "uw kenmerk", "uw ref", "leveringsbon", "leveringsbon no", "leverbon", "leverbonnummer", "pakbon", "offerte", "offerte no", "offertenummer", "dossiernummer", "contractnummer", "contract", "polisnummer", "rekeningnummer", "rekening", "rek", "kvk", "kvk no", "kvk nummer", "ondernemingsnummer", "ondernemingsno", "rpr", "rechtspersonenregister", "klant", "oorspronkelijke factuur", "betreft factuur", "op factuur", "m b t factuur", "mbt factuur", "kassa", "tafel", "verkoper", "debiteurnummer", "debiteur", "debiteurnr", "relatienummer", "oorspronkelijk factuurnummer", "kassier", "mandaatreferentie",
        "kundennummer", "kundennr", "kunden no", "kd nr", "kd no", "ihr zeichen", "ihre referenz", "lieferschein", "lieferschein no", "lieferscheinnummer", "lieferscheinnr", "angebot", "angebot no", "angebotsnummer", "vertragsnummer", "kontonummer", "kto", "blz", "steuernummer", "steuer no", "steuernr", "hrb", "handelsregister", "amtsgericht", "mandatsreferenz", "glaubiger id", "tisch", "kasse", "bediener", "zu rechnung", "zur rechnung", "zu rechnung no", "ursprungsrechnung", "ursprungliche rechnung", "originalrechnung", "projekt", "artikel no", "lieferanten no", "lieferantennummer", "trace no", "terminal id",
        "customer no", "customer #", "customer id", "customer number", "client id", "account no", "account number", "account", "your reference", "your ref", "delivery note", "delivery note no", "quote", "quote no", "contract no", "company no", "company reg no", "registration no", "reg no", "vat reg no", "original invoice", "original invoice no", "against invoice", "for invoice", "relating to invoice", "ref invoice", "sort code", "table no", "till", "cashier", "server", "auth code", "merchant id", "subscription id", "tracking no", "project", "job no", "serial no", "swift", "customer ref", "tax id", "ein",
    ]),
    (Order, 1.0, &[
        "commande no", "no commande", "no de commande", "bon de commande", "bon de commande no", "votre commande", "votre commande no", "ref commande", "reference commande", "bdc", "no bdc", "commande", "commande client", "cde no", "v cde", "no cde", "votre cde", "reference de commande", "no de votre commande", "n commande",
        "bestelnummer", "bestelbon", "bestelbon no", "bestelling", "bestelling no", "uw bestelling", "ordernummer", "order nr", "bestelnr", "uw order", "inkoopordernummer", "orderno",
        "bestellnummer", "bestellung", "bestellung no", "auftragsnummer", "auftrag no", "auftragsnr", "bestell no", "ihre bestellung", "auftrag", "auftrags no", "bestellnr", "bestell nr",
        "order no", "order #", "order number", "purchase order", "po no", "po #", "po number", "your order", "p o no", "order ref", "order reference", "order id", "po", "your po",
    ]),
    (Issued, 1.0, &[
        "date de facture", "date facture", "date de la facture", "date de facturation", "date d emission", "date emission", "facture du", "emis le", "emise le", "etabli le", "etablie le", "en date du", "date de l avoir", "date avoir", "avoir du", "date d avoir", "date du document", "date document", "date piece", "date de piece", "facture en date du", "facturee le", "facture le", "date de la note de credit", "date de note de credit", "date de note", "date d edition", "edite le", "editee le", "date du ticket", "date note de credit", "date du releve", "date de creation", "delivre le", "delivree le", "note du", "date facturation", "ticket du", "date d etablissement", "emission", "paris le", "fait le", "avis emis le",
        "factuurdatum", "faktuurdatum", "datum kredietnota", "datum factuur", "datum creditnota", "creditnotadatum", "opgemaakt op", "documentdatum", "uitgegeven op", "datum van uitgifte", "opgesteld op", "factuur van", "uitgiftedatum", "creditfactuurdatum", "datum uitreiking", "datum van factuur",
        "rechnungsdatum", "datum der rechnung", "ausgestellt am", "rechnung vom", "gutschriftsdatum", "belegdatum", "ausstellungsdatum", "gutschriftdatum", "rechnungs datum", "datum rechnung",
        "invoice date", "date of invoice", "date of issue", "issue date", "issued on", "issued", "bill date", "date issued", "credit note date", "document date", "invoiced on", "tax point", "tax point date", "receipt date", "billing date", "credit date", "statement date", "dated",
    ]),
    (Date, 0.7, &["date", "datum", "date heure", "dated", "date et heure", "dat", "le", "du", "den", "vom", "van", "on", "of"]),
    (DueDate, 1.0, &[
        "date d echeance", "date echeance", "echeance", "echeance le", "echeance du", "echeance au", "a payer avant le", "a payer pour le", "a regler avant le", "a regler pour le", "a regler le", "payable avant le", "payable le", "payable au plus tard le", "au plus tard le", "date limite de paiement", "date de paiement", "date de reglement", "date limite de reglement", "reglement avant le", "reglement le", "reglement au", "paiement avant le", "paiement pour le", "payable pour le", "a payer le", "avant le", "pour le", "paiement le", "prelevement le", "sera preleve le", "preleve le", "date de prelevement", "prelevement au", "virement prevu le", "echeance de paiement", "a regler au plus tard le", "paiement au plus tard le", "exigible le", "date exigibilite", "paiement du", "date d exigibilite", "reglement pour le", "paiement au", "payable jusqu au", "a payer au plus tard le", "versement le", "votre compte sera debite le", "debite le", "sera debitee le", "prelevement prevu le", "date limite", "ech", "paiement souhaite avant le", "paiement a effectuer avant le",
        "vervaldatum", "vervaldag", "te betalen voor", "te betalen tegen", "betalen voor", "uiterlijk op", "uiterste betaaldatum", "betaaldatum", "uiterlijk te betalen", "betaling voor", "gelieve te betalen voor", "te betalen uiterlijk", "voor", "betalen tegen", "verval", "vervalt op", "te betalen ten laatste op", "ten laatste op", "uiterlijk", "te voldoen voor", "domiciliering op", "betaalbaar voor", "betaalbaar op", "uiterste betalingsdatum", "betaling tegen", "betaling uiterlijk op", "te betalen op",
        "falligkeitsdatum", "fallig am", "faelligkeitsdatum", "faellig am", "zahlbar bis", "fallig", "falligkeit", "zahlungsziel", "zu zahlen bis", "bis zum", "spatestens am", "bis spatestens", "fallig bis", "zahlbar bis zum", "zahlung bis", "zahlungsfrist", "abbuchung am", "zahlungstermin", "bitte uberweisen sie bis", "zahlbar spatestens",
        "due date", "payment due", "due by", "due on", "payable by", "pay by", "payment date", "payment due date", "due", "to be paid before", "before", "date due", "pay before", "no later than", "payment due by", "direct debit on", "will be charged on", "to be paid by",
    ]),
    (OtherDate, 1.0, &[
        "date de livraison", "livre le", "livraison", "livraison du", "date livraison", "date de commande", "commande du", "date commande", "periode", "periode du", "periode de", "date de prestation", "prestation du", "date de la prestation", "date de vente", "date de debut", "date de fin", "imprime le", "date d impression", "bl du", "devis du", "date devis", "date de devis", "bon de livraison du", "date d intervention", "intervention du", "arrivee", "depart", "sejour du", "releve du", "relevee le", "date de releve", "prochaine releve", "prochaine facture", "prochaine facture le", "ne le", "date de naissance", "loi du", "decret du", "arrete du", "depuis le", "valable jusqu au", "valable jusqu", "validite", "facture d origine du", "facture du no", "date prestation", "date d expedition", "expedie le", "signe le", "contrat du", "date d operation", "date de l operation", "date d achat", "date de la vente", "date d enlevement", "enlevement", "date de chargement", "date de valeur", "mandat du", "prochain prelevement", "date de remise",
        "leverdatum", "leveringsdatum", "besteldatum", "geleverd op", "periode van", "datum levering", "orderdatum", "afgedrukt op", "datum bestelling", "aankomst", "vertrek", "geldig tot", "prestatiedatum", "uitvoeringsdatum",
        "lieferdatum", "bestelldatum", "leistungsdatum", "leistungszeitraum", "lieferung", "geliefert am", "auftragsdatum", "zeitraum", "druckdatum", "anreise", "abreise", "gultig bis", "lieferung am", "liefertermin", "bestellung vom", "auftrag vom", "lieferschein vom", "leistung vom",
        "delivery date", "order date", "period", "shipped on", "ship date", "service date", "printed on", "check in", "check out", "valid until", "date of supply", "supply date", "date of delivery", "delivered on", "service period", "billing period", "next invoice", "arrival", "departure", "date ordered", "print date",
    ]),
    (Terms, 1.0, &["mode", "conditions", "modalites", "condition", "voorwaarden", "konditionen", "conditions de paiement", "conditions de reglement", "modalites de paiement", "modalites de reglement", "reglement", "paiement", "mode de paiement", "mode de reglement", "delai de paiement", "condition de paiement", "delai de reglement", "betalingsvoorwaarden", "betalingstermijn", "betaling", "betaalwijze", "betalingscondities", "betaaltermijn", "zahlungsbedingungen", "zahlungsbedingung", "zahlungsart", "zahlbar", "zahlung", "zahlungskonditionen", "payment terms", "terms", "payment method", "payment", "terms of payment"]),
    (Customer, 1.0, &[
        "facture a", "factures a", "adresse de facturation", "adresse facturation", "client", "votre adresse de facturation", "destinataire", "doit", "facturation", "a l attention de", "pour le compte de", "adresse a", "facturer a", "client facture", "nom du client", "acheteur", "societe", "coordonnees client", "vos coordonnees", "adresse client", "preneur", "locataire", "assure", "souscripteur", "titulaire du contrat", "maitre d ouvrage", "donneur d ordre", "donneur d ordres", "a l ordre de", "employeur", "entreprise", "mandant", "adherent", "client livre", "facture pour", "nom client", "raison sociale",
        "klant", "factuur aan", "facturatieadres", "factuuradres", "gefactureerd aan", "aan", "klantgegevens", "ter attentie van", "t a v", "koper", "afnemer", "geadresseerde", "facturatie adres", "creditnota aan", "bestemmeling", "opdrachtgever", "verzekeringnemer", "huurder", "werkgever",
        "kunde", "rechnungsempfanger", "rechnungsadresse", "rechnung an", "rechnungsanschrift", "auftraggeber", "kaufer", "empfanger", "an", "herrn", "firma", "gutschrift an", "leistungsempfanger", "mieter", "versicherungsnehmer",
        "bill to", "billed to", "invoice to", "customer", "sold to", "invoiced to", "billing address", "buyer", "attn", "credit to", "charge to", "bill address", "to the attention of", "customer name", "tenant",
    ]),
    (Delivery, 1.0, &["livre a", "adresse de livraison", "adresse livraison", "lieu de livraison", "livraison a", "expedie a", "chantier", "adresse du chantier", "lieu d intervention", "leveradres", "leveringsadres", "geleverd aan", "afleveradres", "lieferadresse", "lieferanschrift", "lieferung an", "ship to", "deliver to", "shipping address", "delivery address", "shipped to", "expediteur", "point de livraison", "adresse du bien", "site", "site de consommation", "bien loue", "lieu de consommation", "enlevement", "verbruiksadres", "warenempfanger"]),
    (Supplier, 1.0, &["beneficiaire", "nom beneficiaire", "begunstigde", "naam begunstigde", "zahlungsempfanger", "payee", "titulaire du compte", "titulaire", "kontoinhaber", "rekeninghouder", "account holder", "fournisseur", "vendeur", "emetteur", "emis par", "prestataire", "exploitant", "leverancier", "verkoper", "lieferant", "verkaufer", "seller", "supplier", "vendor", "from", "agent", "agent commercial", "handelsagent", "handelsvertreter", "sales agent", "nom de l agent", "bailleur", "mandataire", "facture par", "facture emise par", "de la part de", "collaborateur", "nom et prenom", "nom prenom", "prenom et nom", "naam en voornaam", "nom du demandeur", "salarie", "nom du salarie", "nom du collaborateur", "employe", "artisan", "apporteur", "apporteur d affaires", "representant", "verhuurder", "medewerker", "werknemer", "naam medewerker", "vermieter", "mitarbeiter", "employee", "employee name", "landlord", "creancier", "schuldeiser", "merchant", "commercant", "enseigne", "rechnungssteller", "aussteller", "leistungserbringer", "claimant", "demandeur"]),
    (Iban, 1.0, &["iban", "compte iban", "iban no", "no iban", "rekeningnummer iban"]),
    (Bic, 1.0, &["bic", "swift", "bic swift", "swift bic", "code bic", "code swift", "bic code", "swift code"]),
    (Siren, 1.0, &["siret", "siren", "rcs", "r c s", "no siret", "no siren", "siret no", "siren no", "rm", "numero siret", "sirene", "rcs no"]),
    (VatNumber, 1.0, &["tva intracommunautaire", "tva intracom", "tva intra", "no tva", "no tva intracommunautaire", "no de tva", "no de tva intracommunautaire", "tva no", "identifiant tva", "code tva", "numero de tva", "tva intracommunautaire no", "id tva", "no id tva", "no d identification tva", "n tva", "no tva intra", "no tva intracom", "no intracommunautaire", "numero tva", "no identification tva", "btw nummer", "btw no", "btw nr", "btwnummer", "btw id", "ondernemingsnummer", "ondernemingsno", "kbo", "bce", "no entreprise", "no d entreprise", "numero d entreprise", "kbo no", "bce no", "ust id", "ust idnr", "ust id nr", "ust id no", "ustid", "ustidnr", "uid", "umsatzsteuer id", "umsatzsteuer identifikationsnummer", "ust ident no", "vat no", "vat number", "vat reg no", "vat id", "vat registration no", "vat reg", "vat registration", "vat registration number", "btw identificatienummer"]),
    (Phone, 1.0, &["tel", "telephone", "fax", "mobile", "port tel", "gsm", "telefoon", "telefon", "phone", "telecopie", "mob", "t", "f", "tel no"]),
    (Designation, 1.0, &["designation", "designations", "description", "libelle", "article", "articles", "produit", "produits", "prestation", "prestations", "desription", "detail", "details", "nature", "objet", "intitule", "designation des prestations", "designation des travaux", "descriptif", "nature des prestations", "marchandise", "marchandises", "service", "services", "libelles", "denomination", "emballage", "omschrijving", "beschrijving", "artikel", "artikels", "artikelen", "product", "dienst", "benaming", "prestaties", "bezeichnung", "beschreibung", "leistung", "leistungen", "position", "artikelbezeichnung", "item", "items", "goods", "item description", "particulars", "product description", "description of goods", "client", "trajet", "nom du produit"]),
    (Article, 1.0, &["reference", "ref", "code article", "code", "art", "ref article", "no article", "artikelnummer", "art nr", "art no", "artnr", "artikelnr", "artikelcode", "sku", "part no", "item no", "item code", "pos", "ligne", "no", "code produit", "artikel nr", "artikel no", "product code", "#"]),
    (Quantity, 1.0, &["quantite", "quantites", "qte", "qt", "qtes", "nb", "nombre", "nbre", "quant", "colis", "nb colis", "heures", "nb heures", "nb jours", "jours", "volume", "aantal", "hoeveelheid", "aant", "hoev", "stuks", "menge", "anzahl", "anz", "quantity", "qty", "hours", "units", "days", "pieces"]),
    (Unit, 1.0, &["unite", "unites", "u", "un", "uv", "eenheid", "eenh", "einheit", "einh", "me", "unit", "uom", "cond", "conditionnement"]),
    (UnitPrice, 1.0, &["prix unitaire", "prix unitaire ht", "p u", "pu", "pu ht", "p u ht", "prix unit", "prix unit ht", "prix u", "prix u ht", "prix ht", "prix", "tarif", "prix net", "pu net", "prix unitaire net", "pu ttc", "prix unitaire ttc", "p u ttc", "prix ttc", "p unitaire", "prix unitaire h t", "cout unitaire", "taux horaire", "px unitaire", "px unit", "prix unitaire htva", "pu htva", "prix htva", "eenheidsprijs", "prijs", "stukprijs", "eenh prijs", "prijs per stuk", "eenheidsprijs excl btw", "prijs excl btw", "prijs per eenheid", "eh prijs", "einzelpreis", "preis", "e preis", "stuckpreis", "einzelpreis netto", "preis pro einheit", "ep", "epreis", "unit price", "price", "unit cost", "rate", "price each", "unit price excl vat", "price per unit"]),
    (LineAmount, 1.0, &["montant", "montant ht", "montant h t", "total", "total ht", "total h t", "total ligne", "montant net", "montant htva", "total htva", "total ligne ht", "montant ligne", "net ht", "prix total", "prix total ht", "montant net ht", "montant ttc", "total ttc", "montant tvac", "total tvac", "montant eur", "montant total", "bedrag", "totaal", "totaal excl btw", "bedrag excl btw", "totaalprijs", "lijntotaal", "netto bedrag", "totaal excl", "bedrag excl", "betrag", "gesamt", "gesamtpreis", "summe", "g preis", "gpreis", "gesamt netto", "nettobetrag", "gp", "betrag eur", "gesamtbetrag", "amount", "line total", "total price", "net amount", "total excl vat", "amount eur", "total amount", "extended price", "ext price", "commission ht", "commission", "prix de vente", "valeur", "total net"]),
    (Rate, 1.0, &["tva", "taux tva", "taux", "tva %", "% tva", "taux de tva", "code tva", "tx tva", "tx", "t v a", "btw", "btw %", "% btw", "btw tarief", "btw code", "tarief", "btw voet", "mwst", "mwst %", "ust", "ust %", "ust satz", "steuersatz", "mwst satz", "% mwst", "satz", "vat", "vat %", "% vat", "vat rate", "tax rate", "tax %", "tax", "ct", "tva tx", "t", "ctva", "btw tarieven"]),
    (Discount, 1.0, &["remise", "rem", "remise %", "% remise", "rem %", "% rem", "rabais", "korting", "korting %", "% korting", "kort", "rabatt", "rabatt %", "discount", "disc", "disc %", "discount %"]),
];
