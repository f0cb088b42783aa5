/** A drawn invoice for the mock desk: one model gives the picture, the words, and the boxes of the values. */
import type { Rect, Word } from "../types";

export interface Text { x: number; y: number; text: string; size?: number; bold?: boolean; right?: boolean; name?: string }
export interface Paper { texts: Text[]; rules: [number, number, number, number][] }
export interface Line { label: string; qty: string; unit: string; rate: string; total: string }
export interface Invoice {
  supplier: string; trade: string; address: string; siret: string; title: string; number: string; date: string; due: string;
  terms: string; customer: string[]; lines: Line[]; rates: { rate: string; base: string; amount: string }[];
  ht: string; vat: string; ttc: string; payment: string; iban: string;
}

/** An A4 page in points. */
const W = 595;
const H = 842;
const EM = 0.52;

export function invoicePaper(invoice: Invoice, page: number): Paper {
  if (page > 1) return secondPage(invoice, page);
  const texts: Text[] = [];
  const rules: Paper["rules"] = [];
  const put = (x: number, y: number, text: string, more: Partial<Text> = {}) => texts.push({ x, y, text, ...more });
  put(40, 56, invoice.supplier, { size: 19, bold: true, name: "supplier_name" });
  put(40, 76, invoice.trade);
  put(40, 90, invoice.address);
  put(40, 104, "SIRET");
  put(74, 104, invoice.siret, { name: "supplier_siret" });
  put(555, 54, invoice.title, { size: 16, bold: true, right: true, name: "kind" });
  [["Numéro", invoice.number, "invoice_number"], ["Date", invoice.date, "issue_date"], ["N° client", "C-04471", ""], ["Échéance", invoice.due, "due_date"]]
    .forEach(([label, value, name], i) => {
      put(340, 82 + i * 17, label ?? "");
      put(555, 82 + i * 17, value ?? "", { right: true, ...(name ? { name } : {}) });
    });
  invoice.customer.forEach((line, i) => put(330, 184 + i * 14, line, { bold: i === 0, ...(i === 0 ? { name: "customer_name" } : {}) }));
  rules.push([40, 250, 555, 250], [40, 268, 555, 268]);
  const columns: [number, keyof Line, string, boolean][] = [[40, "label", "Désignation", false], [330, "qty", "Qté", true], [400, "unit", "PU HT", true], [460, "rate", "TVA", true], [555, "total", "Montant HT", true]];
  for (const [x, , head, right] of columns) put(x, 262, head, { bold: true, right });
  invoice.lines.forEach((line, i) => {
    for (const [x, key, , right] of columns) put(x, 286 + i * 18, line[key], { right });
  });
  const top = 330 + invoice.lines.length * 18;
  put(40, top, "Taux", { bold: true });
  put(160, top, "Base HT", { bold: true, right: true });
  put(240, top, "TVA", { bold: true, right: true });
  rules.push([40, top + 5, 240, top + 5]);
  invoice.rates.forEach((rate, i) => {
    put(40, top + 22 + i * 17, `${rate.rate} %`, { name: `rate:${i}` });
    put(160, top + 22 + i * 17, rate.base, { right: true, name: `base:${i}` });
    put(240, top + 22 + i * 17, rate.amount, { right: true, name: `amount:${i}` });
  });
  [["Total HT", invoice.ht, "total_ht"], ["Total TVA", invoice.vat, "total_vat"], ["Net à payer TTC", invoice.ttc, "total_ttc"]].forEach(([label, value, name], i) => {
    put(370, top + i * 20, label ?? "", { bold: i === 2 });
    put(555, top + i * 20, value ?? "", { bold: i === 2, right: true, ...(name ? { name } : {}) });
  });
  put(40, top + 110, "Conditions :");
  put(110, top + 110, invoice.terms, { name: "terms" });
  put(40, top + 128, "Règlement :");
  put(110, top + 128, invoice.payment, { name: "payment_method" });
  put(170, top + 128, "IBAN");
  put(200, top + 128, invoice.iban, { name: "iban" });
  put(40, 800, `${invoice.supplier}, RCS Orléans ${invoice.siret.slice(0, 11)}. Escompte : néant. Pénalités : trois fois le taux légal.`, { size: 7.5 });
  return { texts, rules };
}

function secondPage(invoice: Invoice, page: number): Paper {
  const texts: Text[] = [
    { x: 40, y: 50, text: invoice.supplier, bold: true },
    { x: 555, y: 50, text: `${invoice.number}, page ${page}`, right: true },
    { x: 40, y: 84, text: "Conditions générales de vente", bold: true, size: 13 },
  ];
  for (let i = 0; i < 26; i += 1) {
    texts.push({ x: 40, y: 112 + i * 20, size: 9, text: "Les marchandises voyagent aux risques du destinataire ; toute réclamation se fait dans les huit jours de la livraison." });
  }
  return { texts, rules: [[40, 58, 555, 58]] };
}

export function picture(paper: Paper): string {
  const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const texts = paper.texts.map((one) => {
    const size = one.size ?? 10;
    return `<text x="${one.x}" y="${one.y}" font-size="${size}"${one.bold ? ' font-weight="700"' : ""}${one.right ? ' text-anchor="end"' : ""} textLength="${width(one)}" lengthAdjust="spacingAndGlyphs">${escape(one.text)}</text>`;
  });
  const rules = paper.rules.map(([x1, y1, x2, y2]) => `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="#333"/>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" width="${W * 2}" height="${H * 2}" font-family="Liberation Sans, Arial, sans-serif" fill="#1b1b1d"><rect width="${W}" height="${H}" fill="#fff"/>${texts.join("")}${rules.join("")}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function rectOf(paper: Paper, name: string): Rect | null {
  const found = paper.texts.find((one) => one.name === name);
  return found === undefined ? null : box(found, 0, found.text.length);
}

export function wordsOf(paper: Paper): Word[] {
  return paper.texts.flatMap((one, line) =>
    [...one.text.matchAll(/\S+/g)].map((found) => ({ text: found[0], rect: box(one, found.index, found.index + found[0].length), line })));
}

function width(one: Text): number {
  return one.text.length * (one.size ?? 10) * EM;
}

function box(one: Text, from: number, to: number): Rect {
  const size = one.size ?? 10;
  const left = one.right ? one.x - width(one) : one.x;
  return {
    x0: (left + from * size * EM) / W, x1: (left + to * size * EM) / W, y0: (one.y - size * 0.85) / H, y1: (one.y + size * 0.25) / H,
  };
}
