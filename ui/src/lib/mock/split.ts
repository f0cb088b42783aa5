import type { SplitPage, SplitView } from "../types";
import { documents, invoiceOf } from "./data";
import { invoicePaper, type Paper } from "./paper";

const PIECES: [string | null, string | null, number][] = [
  ["Assurances du Centre", "AC-771", 2], ["Maison Delorme", "F-2026-11742", 2], ["Roussel & Fils", "FR26-04301", 1], ["Télécom Val de Loire", "TVL-90122", 1], ["Maison Delorme", "F-2026-11873", 2],
  ["Roussel & Fils", "FR26-04418", 2], ["Énergie Loire Services", "EL-556120", 2], [null, null, 1], ["Maison Delorme", "A-2026-0381", 2], ["Ets Carlier", "20264471", 1], ["Assurances du Centre", "AC-801", 3],
  ["Énergie Loire Services", "EL-556873", 2], ["Maison Delorme", "F-2026-11596", 1], ["Ets Carlier", "20264390", 2],
];

export function mockSplit(): SplitView {
  const pages: SplitPage[] = [];
  PIECES.forEach(([thirdParty, numberRead, n], piece) => {
    for (let i = 0; i < n; i += 1) {
      const number = pages.length + 1;
      const unsure = piece === 5 && i === 1;
      pages.push({
        number, aspect: 595 / 842, starts: i === 0, unsure, dropped: piece === 12 && i > 0, document: `p${piece}`, thirdParty, numberRead,
        confidence: number === 1 ? null : unsure ? 0.39 : i === 0 ? 0.99 - (number % 3) / 100 : 0.02 + (number % 5) / 100,
      });
    }
  });
  return { source: "split", clientFile: "c1", fileName: "scan_fournisseurs_nov.pdf", splitMode: "automatic", pages, locked: false };
}

export function splitPaper(page: number): Paper {
  let before = 0;
  for (const [name, , n] of PIECES) {
    if (page <= before + n) {
      const all = documents();
      const document = all.find((one) => one.supplier.name === name) ?? all[0];
      return document === undefined ? { texts: [], rules: [] } : invoicePaper(invoiceOf(document), page - before);
    }
    before += n;
  }
  return { texts: [], rules: [] };
}
