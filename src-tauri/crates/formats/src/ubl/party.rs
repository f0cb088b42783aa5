//! The parties, with their identifiers and electronic addresses.

use liasse_domain::Country;
use liasse_domain::identifiers::BelgianEnterpriseNumber;

use super::model::UblParty;
use super::tax::write_scheme;
use crate::einvoice::SchemedId;
use crate::xml::XmlWriter;

/// EAS codes of VAT numbers as electronic addresses, by prefix (CEF code list EAS).
const VAT_ADDRESSES: [(&str, &str); 29] = [
    ("AT", "9914"),
    ("BE", "9925"),
    ("BG", "9926"),
    ("CH", "9927"),
    ("CY", "9928"),
    ("CZ", "9929"),
    ("DE", "9930"),
    ("DK", "0198"),
    ("EE", "9931"),
    ("EL", "9933"),
    ("ES", "9920"),
    ("FI", "0213"),
    ("FR", "9957"),
    ("GB", "9932"),
    ("HR", "9934"),
    ("HU", "9910"),
    ("IE", "9935"),
    ("IT", "0211"),
    ("LT", "9937"),
    ("LU", "9938"),
    ("LV", "9939"),
    ("MT", "9943"),
    ("NL", "9944"),
    ("PL", "9945"),
    ("PT", "9946"),
    ("RO", "9947"),
    ("SI", "9949"),
    ("SK", "9950"),
    ("XI", "9932"),
];

impl UblParty {
    /// The enterprise number inside a Belgian VAT number.
    fn enterprise_number(&self) -> Option<BelgianEnterpriseNumber> {
        self.vat_number.as_ref()?.as_str().strip_prefix("BE")?.parse().ok()
    }

    /// The legal registration (BT-30, BT-47): enterprise number, SIREN, or the one that was given.
    pub(crate) fn legal_id(&self) -> Option<SchemedId> {
        let schemed = |scheme: &str, id: String| SchemedId { scheme: Some(scheme.to_owned()), id };
        let siren = self
            .siren
            .clone()
            .or_else(|| self.siret.as_ref().map(|siret| siret.siren()))
            .or_else(|| self.vat_number.as_ref().and_then(|vat| vat.siren()));
        self.enterprise_number()
            .map(|number| schemed("0208", number.to_string()))
            .or_else(|| siren.map(|siren| schemed("0002", siren.to_string())))
            .or_else(|| self.registration.clone())
    }

    /// The electronic address (BT-34, BT-49): the one that was given, else one made of an identifier.
    pub(crate) fn address(&self) -> Option<SchemedId> {
        let schemed = |scheme: &str, id: String| SchemedId { scheme: Some(scheme.to_owned()), id };
        if let Some(endpoint) = &self.endpoint {
            return Some(endpoint.clone());
        }
        if let Some(number) = self.enterprise_number() {
            return Some(schemed("0208", number.to_string()));
        }
        if let Some(siret) = &self.siret {
            return Some(schemed("0009", siret.to_string()));
        }
        if let Some(vat) = &self.vat_number {
            let prefix = vat.as_str().get(..2)?;
            if let Some((_, scheme)) = VAT_ADDRESSES.iter().find(|(country, _)| *country == prefix) {
                return Some(schemed(scheme, vat.to_string()));
            }
        }
        self.legal_id().filter(|id| id.scheme.is_some())
    }

    /// The country, of the address or else of the VAT number's prefix.
    pub(crate) fn known_country(&self) -> Option<Country> {
        let country = self.country.or_else(|| self.vat_number.as_ref()?.country())?;
        // VAT numbers name Greece and Northern Ireland otherwise than ISO 3166.
        match country.code() {
            "EL" => "GR".parse().ok(),
            "XI" => "GB".parse().ok(),
            _ => Some(country),
        }
    }

    /// Writes the party (BG-4, BG-7); without its VAT number where category O forbids it.
    pub(super) fn write(&self, xml: &mut XmlWriter, with_vat_number: bool) {
        xml.element("cac:Party", &[], |xml| {
            if let Some(SchemedId { scheme: Some(scheme), id }) = self.address() {
                xml.leaf("cbc:EndpointID", &[("schemeID", &scheme)], &id);
            }
            if let Some(siret) = &self.siret {
                xml.element("cac:PartyIdentification", &[], |xml| {
                    xml.leaf("cbc:ID", &[("schemeID", "0009")], siret.as_str());
                });
            }
            xml.element("cac:PartyName", &[], |xml| xml.leaf("cbc:Name", &[], self.name.trim()));
            xml.element("cac:PostalAddress", &[], |xml| {
                xml.optional("cbc:StreetName", self.street.as_deref());
                xml.optional("cbc:CityName", self.city.as_deref());
                xml.optional("cbc:PostalZone", self.postal_code.as_deref());
                if let Some(country) = self.known_country() {
                    xml.element("cac:Country", &[], |xml| {
                        xml.leaf("cbc:IdentificationCode", &[], country.code());
                    });
                }
            });
            if let Some(vat) = self.vat_number.as_ref().filter(|_| with_vat_number) {
                xml.element("cac:PartyTaxScheme", &[], |xml| {
                    xml.leaf("cbc:CompanyID", &[], vat.as_str());
                    write_scheme(xml);
                });
            }
            xml.element("cac:PartyLegalEntity", &[], |xml| {
                xml.leaf("cbc:RegistrationName", &[], self.name.trim());
                if let Some(SchemedId { scheme, id }) = self.legal_id() {
                    let scheme: Vec<(&str, &str)> = scheme.iter().map(|s| ("schemeID", s.as_str())).collect();
                    xml.leaf("cbc:CompanyID", &scheme, &id);
                }
            });
        });
    }
}
